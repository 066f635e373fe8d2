import type { Reader } from '../../api/kind.ts'
import type { Context, Controller } from '../../engine/controller.ts'
import type { Fault, Node, PersistentVolume, Pod } from '../../lib/objects.ts'
import type { Ms } from '../../lib/time.ts'
import type { Change } from '../../store/store.ts'
import { FAULTS } from '../faults/faults.ts'
import { dnsOmissions } from './etc.ts'
import type { AskNetwork } from './journal.ts'
import { forgetKept, wipe } from './kept.ts'
import type { Memory } from './life.ts'
import { isOff, isReady, reconcileNode } from './node.ts'
import { syncTime } from './past.ts'
import { PodLife } from './pod-life.ts'
import { admit } from './admit.ts'
import { onGrid, play } from './stage.ts'
import { CONTAINER_TRACKS, POD_TRACKS } from './stages/index.ts'
import { isTerminal, statusOf } from './status.ts'

/** The kubelet writes a status again that the API server did not take. */
const SYNC: Ms = 10_000

const keyOf = (pod: Pod) => `${pod.metadata.namespace}/${pod.metadata.name}`

/** How many containers have ended; exec may end one behind the kubelet's back (`kill 1`). */
function endings({ status }: Pod): number {
  let count = 0
  for (const { state } of status.containerStatuses ?? []) if (state?.terminated) count++
  return count
}

/** Whether a change of a pod concerns its kubelet: what it writes itself mostly does not. */
function concerns(change: Change): boolean {
  const pod = change.object as Pod
  const previous = change.previous as Pod | undefined
  if (!pod.spec.nodeName) return false
  if (change.type !== 'MODIFIED' || !previous) return true
  if (previous.spec.nodeName !== pod.spec.nodeName) return true
  if (previous.metadata.deletionTimestamp !== pod.metadata.deletionTimestamp) return true
  if (previous.metadata.generation !== pod.metadata.generation) return true
  if (endings(pod) > endings(previous)) return true
  return !!pod.spec.readinessGates && previous.status.conditions !== pod.status.conditions
}

/** Key that wakes the pods which wait for a ConfigMap or Secret. */
const wakeKey = (change: Change): string[] => {
  if (change.type === 'DELETED') return []
  const { kind, metadata } = change.object
  return [`wake:${kind.toLowerCase()}/${metadata.namespace}/${metadata.name}`]
}

/** The pod or node of a fault; that of an image shows at the next pull. */
function concernedBy({ spec: { pod, node } }: Fault): string[] {
  if (pod) return [`${pod.namespace}/${pod.name}`]
  return node ? [`node:${node.name}`] : []
}

const VOLUMES = 'persistentvolumes'

/** A volume that is not to be kept takes its data along, or is emptied for the next claim. */
function volumeKeys({ type, object, previous }: Change): string[] {
  const { spec, metadata } = object as PersistentVolume
  const before = previous as PersistentVolume | undefined
  const gone = type === 'DELETED' && spec.persistentVolumeReclaimPolicy === 'Delete'
  const emptied = spec.persistentVolumeReclaimPolicy === 'Recycle' && before?.spec.claimRef?.uid && !spec.claimRef
  return gone || emptied ? [`wipe:${JSON.stringify({ metadata: { name: metadata.name }, spec })}`] : []
}

function wipeVolume(key: string, ctx: Context): undefined {
  const volume = JSON.parse(key.slice('wipe:'.length)) as PersistentVolume
  const nodes = ctx.read.list<Node>('nodes').map(({ metadata }) => metadata.name)
  wipe(volume, nodes, ctx)
}

/** The kubelets of all nodes: one pod at a time, through the stages. */
export function kubelet(ask?: AskNetwork): Controller {
  return {
    name: 'kubelet',
    user: (key, read) => `system:node:${nodeOf(key, read)}`,
    retryAt: now => onGrid(now + SYNC),
    watches: [
      { resource: 'pods', keys: change => (concerns(change) ? [keyOf(change.object as Pod)] : []) },
      {
        resource: 'nodes',
        keys: ({ type, object, previous }, read) => {
          const node = object as Node
          const old = previous as Node | undefined
          const { name } = node.metadata
          const keys = type === 'MODIFIED' ? [] : [`node:${name}`]
          if (type === 'DELETED' || !isReady(node)) return keys
          if (old && isReady(old) && old.spec.podCIDR === node.spec.podCIDR) return keys
          return [...keys, ...read.find<Pod>('pods', `node=${name}`).map(keyOf)]
        },
      },
      { resource: FAULTS, keys: ({ object }) => concernedBy(object as Fault) },
      { resource: 'configmaps', keys: wakeKey },
      { resource: 'secrets', keys: wakeKey },
      { resource: VOLUMES, keys: volumeKeys },
    ],
    reconcile: (key, ctx) => {
      if (key.startsWith('wipe:')) return wipeVolume(key, ctx)
      if (key.startsWith('wake:')) return wake(key, ctx)
      return key.startsWith('node:') ? reconcileNode(key.slice('node:'.length), ctx) : reconcile(key, ctx, ask)
    },
    waits: (key, _, note) => note<Memory>(key)?.idle === true,
  }
}

function nodeOf(key: string, read: Reader): string {
  if (key.startsWith('node:')) return key.slice('node:'.length)
  const [namespace, name = ''] = key.split('/')
  return read.get<Pod>('pods', namespace, name)?.spec.nodeName ?? ''
}

function reconcile(key: string, ctx: Context, ask: AskNetwork | undefined): { requeueAfter: number } | undefined {
  const slash = key.indexOf('/')
  const pod = ctx.read.get<Pod>('pods', key.slice(0, slash), key.slice(slash + 1))
  let memory = ctx.note<Memory>(key)
  if (memory && memory.uid !== pod?.metadata.uid) {
    forget(key, ctx)
    memory = undefined
  }
  if (!pod?.spec.nodeName || (isTerminal(pod) && !pod.metadata.deletionTimestamp)) {
    if (memory || !pod) forget(key, ctx, pod && memory && lastWords(memory))
    return undefined
  }
  const node = ctx.read.get<Node>('nodes', undefined, pod.spec.nodeName)
  if (!node || !isReady(node) || isOff(ctx, node)) return undefined

  const admitted = admit(key, pod, node, memory, ctx)
  if (typeof admitted === 'object') return admitted
  if (admitted === 'refused') return forget(key, ctx)
  const life = new PodLife(key, pod, node, memory, ctx, ask)
  if (pod.spec.dnsConfig && pod.status.startTime === undefined) {
    for (const text of dnsOmissions(pod)) life.event('Warning', 'DNSConfigForming', text)
  }
  const due = play(life, CONTAINER_TRACKS, POD_TRACKS)
  report(life, ctx)
  life.remember(memory)
  return due === Number.POSITIVE_INFINITY ? undefined : { requeueAfter: due - ctx.now }
}

/** What the logs of a pod that has ended need: what the network told its containers. */
function lastWords({ uid, parts }: Memory): Memory | undefined {
  const told = Object.entries(parts).filter(([, { last }]) => last)
  if (!told.length) return undefined
  return { uid, timers: {}, parts: Object.fromEntries(told.map(([name, { last }]) => [name, { last }])) }
}

function forget(key: string, ctx: Context, rest?: Memory): undefined {
  ctx.setNote(key, rest)
  forgetKept(key, ctx)
}

/** Writes the status when it has changed; removes the pod when it is over. */
function report(life: PodLife, ctx: Context): void {
  if (life.changed || life.over) ctx.api.updateStatus({ ...life.pod, status: statusOf(life) })
  if (life.over) ctx.api.delete(life.pod, { gracePeriodSeconds: 0 })
}

/** A ConfigMap or Secret has come: those who wait for it look again within the time of a sync. */
function wake(key: string, ctx: Context): undefined {
  wakeProbed(key, ctx)
  const waiting = ctx.note<string[]>(key)
  if (!waiting) return undefined
  ctx.setNote(key, undefined)
  for (const pod of waiting) {
    const memory = ctx.note<Memory>(pod)
    if (!memory) continue
    const soon = ctx.now + ctx.rng('wake', memory.uid).between(0, 1000) * 10
    const timers = { ...memory.timers }
    for (const [track, [stage, due]] of Object.entries(timers)) timers[track] = [stage, Math.min(due, soon)]
    ctx.setNote(pod, { ...memory, timers })
    ctx.enqueue(pod, soon)
  }
  return undefined
}

/** Probes may find something else when the files that are mounted have followed. */
function wakeProbed(key: string, ctx: Context): void {
  for (const pod of ctx.read.find<Pod>('pods', `mounts=${key.slice('wake:'.length)}`)) {
    const probed = pod.spec.containers.some(each => each.readinessProbe || each.livenessProbe || each.startupProbe)
    if (!probed || !pod.spec.nodeName) continue
    ctx.enqueue(keyOf(pod), ctx.now + syncTime(pod) + 1)
  }
}
