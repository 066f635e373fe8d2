import type { Reader } from '../../api/kind.ts'
import type { Context, Controller } from '../../engine/controller.ts'
import { equal } from '../../lib/equal.ts'
import type { DaemonSet, Node, Pod } from '../../lib/objects.ts'
import type { Ms } from '../../lib/time.ts'
import type { Change } from '../../store/store.ts'
import { claim, claimantKeys } from '../claim.ts'
import { forgettable, HASH_LABEL, REVISIONS } from '../controllerrevision/history.ts'
import { keyParts, ownKeys } from '../own-changes.ts'
import { keeperKeys } from '../pod/changes.ts'
import { isTerminal, waitsLong } from '../pod/readiness.ts'
import { createPod, deletePod, forgetRetries, retryDelay, slowStart } from '../pod-control.ts'
import { isEmptySelector } from '../validate-workload.ts'
import { manage, type Plan, rolling, type Spot, type View } from './plan.ts'
import { placeOn, targetNode } from './placement.ts'
import { podFor } from './pod.ts'
import { revisionsOf } from './revisions.ts'
import { nextAvailable, statusOf } from './status.ts'

const RESOURCE = 'daemonsets.apps'
const FROM = 'daemonset-controller'
/** A pod that fails on a node is made anew after this time, which doubles (ms). */
const FIRST_BACK_OFF: Ms = 1000
const LAST_BACK_OFF: Ms = 900_000

/** Keeps a pod on every node that ought to have one. Modelled on pkg/controller/daemon. */
export const daemonSetController: Controller = {
  name: 'daemonset',
  user: 'daemon-set-controller',
  watches: [
    { resource: RESOURCE, keys: ownKeys },
    {
      resource: 'pods',
      keys: (change, read) => keeperKeys(change, RESOURCE, 'DaemonSet', read),
    },
    {
      resource: REVISIONS,
      keys: (change, read) => (change.type === 'ADDED' ? [] : claimantKeys(change, RESOURCE, 'DaemonSet', read)),
    },
    { resource: 'nodes', keys: nodeKeys },
  ],
  reconcile,
  waits(key, read, note) {
    const ds = read.get<DaemonSet>(RESOURCE, ...keyParts(key))
    if (!ds) return false
    return waitsLong(ds.spec) || note(`retry/${key}`) !== undefined || failing(ds, note)
  },
}

/** The DaemonSets to which a changed node means something else than before. */
function nodeKeys({ type, object, previous }: Change, read: Reader): string[] {
  const node = object as Node
  const before = previous as Node | undefined
  if (
    type === 'MODIFIED' &&
    before &&
    equal(node.metadata.labels, before.metadata.labels) &&
    equal(node.spec.taints, before.spec.taints)
  ) {
    return []
  }
  const concerned = (ds: DaemonSet) => type !== 'MODIFIED' || !before || !equal(placeOn(node, ds), placeOn(before, ds))
  return read
    .list<DaemonSet>(RESOURCE)
    .filter(concerned)
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)
}

function reconcile(key: string, ctx: Context): { requeueAfter: Ms } | undefined {
  const ds = ctx.read.get<DaemonSet>(RESOURCE, ...keyParts(key))
  if (!ds) return forgetRetries(key, ctx)
  if (isEmptySelector(ds.spec.selector)) {
    const message = 'This daemon set is selecting all pods. A non-empty selector is required.'
    ctx.event(ds, 'Warning', 'SelectingAll', message, { from: FROM })
    return undefined
  }
  if (ds.metadata.deletionTimestamp) return undefined
  const revisions = revisionsOf(ds, ctx)
  if (!revisions) return { requeueAfter: 0 }
  const view: View = { hash: revisions.current.metadata.labels![HASH_LABEL]!, now: ctx.now }

  let pods = claim<Pod>('pods', ds, ctx)
  let spots = spotsOf(ds, pods, ctx)
  const plan = manage(ds, spots, view)
  plan.remove.push(...lost(pods, ctx))
  const round = act(ds, plan, view, ctx)
  // What has just been changed has to be looked at before a rollout goes on.
  if (!round.acted && ds.spec.updateStrategy?.type === 'RollingUpdate') {
    const step = act(ds, rolling(ds, spots, view), view, ctx)
    round.acted ||= step.acted
    round.failed ||= step.failed
  }
  if (round.acted) {
    pods = claim<Pod>('pods', ds, ctx)
    spots = spotsOf(ds, pods, ctx)
  }
  const live = new Set(pods.map(({ metadata }) => metadata.labels?.[HASH_LABEL]))
  const isLive = ({ metadata }: { metadata: Pod['metadata'] }) => live.has(metadata.labels?.[HASH_LABEL])
  for (const each of forgettable(revisions.old, ds.spec.revisionHistoryLimit ?? 10, isLive)) ctx.api.delete(each)

  const status = statusOf(ds, spots, view)
  if (!equal(status, ds.status)) ctx.api.updateStatus({ ...ds, status })
  if (round.failed) return { requeueAfter: retryDelay(key, ctx) }
  forgetRetries(key, ctx)
  const next = Math.min(round.next, nextAvailable(ds, spots, ctx.now) ?? Number.POSITIVE_INFINITY)
  return next === Number.POSITIVE_INFINITY ? undefined : { requeueAfter: next - ctx.now }
}

/** The nodes, by name, with the pods made for each; pods of nodes that are no more come last. */
function spotsOf(ds: DaemonSet, pods: readonly Pod[], { read }: Context): Spot[] {
  const byNode = new Map<string, Pod[]>()
  for (const pod of pods) {
    const node = targetNode(pod)
    if (node === undefined || (isTerminal(pod) && pod.metadata.deletionTimestamp)) continue
    const there = byNode.get(node)
    if (there) there.push(pod)
    else byNode.set(node, [pod])
  }
  for (const there of byNode.values()) if (there.length > 1) there.sort(byAge)
  return read.list<Node>('nodes').map(node => {
    const { name } = node.metadata
    return { node: name, ...placeOn(node, ds), pods: byNode.get(name) ?? [] }
  })
}

/** Those on the node first, the oldest of them first. */
function byAge(a: Pod, b: Pod): number {
  if (!a.spec.nodeName !== !b.spec.nodeName) return a.spec.nodeName ? -1 : 1
  const [at, bt] = [a.metadata.creationTimestamp!, b.metadata.creationTimestamp!]
  if (at !== bt) return at < bt ? -1 : 1
  return a.metadata.name < b.metadata.name ? -1 : 1
}

/** Pods that wait for a node which is no more. */
function lost(pods: readonly Pod[], { read }: Context): Pod[] {
  return pods.filter(pod => {
    if (pod.spec.nodeName || pod.metadata.deletionTimestamp) return false
    const node = targetNode(pod)
    return node !== undefined && !read.get('nodes', undefined, node)
  })
}

interface Round {
  acted: boolean
  failed: boolean
  /** When an ended pod may be made anew. */
  next: Ms
}

function act(ds: DaemonSet, { create, remove, ended }: Plan, { hash, now }: View, ctx: Context): Round {
  const round: Round = { acted: false, failed: false, next: Number.POSITIVE_INFINITY }
  for (const { node, pod } of ended) {
    const until = backOff(ds, node, pod, ctx)
    if (until > now) round.next = Math.min(round.next, until)
    else remove.push(pod)
  }
  for (const pod of remove) deletePod(ds, pod, FROM, ctx)
  const failure = slowStart(create, node => createPod(ds, podFor(ds, node, hash), FROM, ctx))
  round.acted = remove.length > 0 || (create.length > 0 && !failure)
  round.failed = failure !== undefined
  return round
}

interface BackOff {
  delay: Ms
  since: Ms
}

const backOffNote = ({ metadata: { uid, generation } }: DaemonSet) => `back-off/${uid}/${generation}`

/** Tells of a pod that has ended, and until when it stays; one that succeeded goes at once. */
function backOff(ds: DaemonSet, node: string, pod: Pod, ctx: Context): Ms {
  const { namespace, name } = pod.metadata
  const found = `daemon pod ${namespace}/${name} on node ${node}, will try to`
  if (pod.status.phase === 'Succeeded') {
    ctx.event(ds, 'Normal', 'SucceededDaemonPod', `Found succeeded ${found} delete it`, { from: FROM })
    return ctx.now
  }
  const note = backOffNote(ds)
  const known = ctx.note<Record<string, BackOff>>(note) ?? {}
  const last = known[node]
  if (last && ctx.now < last.since + last.delay) return last.since + last.delay
  const delay = last ? Math.min(last.delay * 2, LAST_BACK_OFF) : FIRST_BACK_OFF
  ctx.setNote(note, { ...known, [node]: { delay, since: ctx.now } })
  ctx.event(ds, 'Warning', 'FailedDaemonPod', `Found failed ${found} kill it`, { from: FROM })
  return ctx.now
}

const failing = (ds: DaemonSet, note: <T>(name: string) => T | undefined): boolean =>
  note(backOffNote(ds)) !== undefined
