import type { Container, Fault, Node, Pod } from '../../../lib/objects.ts'
import { prng } from '../../../lib/prng.ts'
import type { Ms } from '../../../lib/time.ts'
import type { Network } from '../../images/image.ts'
import { newStatus } from '../container-status.ts'
import { journaled } from '../journal.ts'
import type { Life, Memory, Part } from '../life.ts'
import { play } from '../stage.ts'
import { statusOf, withAddress } from '../status.ts'
import { CONTAINER_TRACKS, POD_TRACKS } from './index.ts'

const START = Date.parse('2026-11-22T05:37:14Z')
const NODE = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'worker' },
  spec: {},
  status: { addresses: [{ type: 'InternalIP', address: '172.18.0.3' }] },
} as Node

/** What happens to a pod. */
export interface Options {
  containers?: Partial<Container>[]
  initContainers?: (Partial<Container> & { restartPolicy?: string })[]
  restartPolicy?: string
  /** Images that the node has. */
  present?: string[]
  activeDeadlineSeconds?: number
  /** When the pod is deleted, ms after the start, and its grace period in seconds. */
  deletedAt?: Ms
  grace?: number
  unmountable?: { until: Ms }
  /** What goes wrong from when on; the pod is looked at then. */
  faults?: [at: Ms, spec: Fault['spec'] | undefined][]
  live?: (at: Ms) => ReturnType<Network>
}

/**
 * For tests: plays a pod on a node of its own, from its arrival, and tells what happened when (in ms since the arrival).
 * `states`: the phase and each container's state, with a `+` when it is ready.
 */
export function playPod(
  options: Options,
  until: Ms,
): { timers: Memory['timers']; told: [Ms, string][]; states: [Ms, string][]; over?: Ms; part(name: string): Part } {
  const told: [Ms, string][] = []
  const states: [Ms, string][] = []
  const images = new Map((options.present ?? []).map(image => [image, 0]))
  const named = (list: Partial<Container>[] | undefined) =>
    list?.map((each, i) => ({ name: `c${i}`, image: 'nginx:1.27', ...each }) as Container)
  const containers = named(options.containers ?? [{}])!
  const initContainers = named(options.initContainers)?.map((each, i) => ({ ...each, name: `i${i}` }))
  const metadata = { name: 'web', namespace: 'default', uid: 'u1', generation: 1 }
  let pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata,
    spec: {
      nodeName: 'worker',
      restartPolicy: options.restartPolicy ?? 'Always',
      containers,
      initContainers,
      activeDeadlineSeconds: options.activeDeadlineSeconds,
    },
    status: { phase: 'Pending' },
  } as Pod
  const reason = initContainers ? 'PodInitializing' : 'ContainerCreating'
  const parts: Part[] = [
    ...(initContainers ?? []).map(container => ({
      container,
      role: (container as { restartPolicy?: string }).restartPolicy ? ('sidecar' as const) : ('init' as const),
      status: newStatus(container, reason),
      facts: {},
    })),
    ...containers.map(container => ({
      container,
      role: 'main' as const,
      status: newStatus(container, reason),
      facts: {},
    })),
  ]
  const memory: Memory = { uid: 'u1', timers: {}, parts: {} }
  let over: Ms | undefined
  let shown = ''
  for (let now = START; now <= START + until; ) {
    const deleted = options.deletedAt !== undefined && now >= START + options.deletedAt
    if (deleted)
      pod = {
        ...pod,
        metadata: { ...metadata, deletionTimestamp: 'x', deletionGracePeriodSeconds: options.grace ?? 30 },
      }
    const life: Life = {
      get pod() {
        return pod
      },
      node: NODE,
      now,
      parts,
      memory,
      deleted,
      get terminating() {
        return deleted || memory.ended !== undefined
      },
      unmountable:
        options.unmountable && now < START + options.unmountable.until
          ? [{ volume: 'v', error: 'configmap "x" not found' }]
          : [],
      read: { get: () => undefined, list: () => [], find: () => [], tally: () => 0, tallies: () => [] },
      rng: (...words) => prng(...words),
      event: (_, why, message) => told.push([now - START, `${why}: ${message}`]),
      images: { readyAt: image => images.get(image), add: (image, at) => images.set(image, at) },
      networkOf: part => journaled(part.facts, now, options.live && (() => options.live!(now - START)!)),
      allocate: () => {
        if (!pod.status.podIP) pod = withAddress(pod, NODE, '10.244.1.2')
        return true
      },
      faults: faultsAt(options, now - START),
      kept: new Map(),
      keepWritten: () => undefined,
      keep: () => undefined,
      standIn: false,
    }
    const due = play(life, CONTAINER_TRACKS, POD_TRACKS)
    pod = { ...pod, status: statusOf(life) }
    const ready = parts.map(
      ({ status: { state = {}, ready } }) =>
        `${state.waiting?.reason ?? state.terminated?.reason ?? 'running'}${ready ? '+' : ''}`,
    )
    const text = `${pod.status.phase} ${ready.join(' ')}`
    if (text !== shown) states.push([now - START, text])
    shown = text
    if (life.over) {
      over = now - START
      break
    }
    const deletion = options.deletedAt !== undefined && !deleted ? START + options.deletedAt : Number.POSITIVE_INFINITY
    const turns = (options.faults ?? []).map(([at]) => START + at).filter(at => at > now)
    now = Math.min(due, deletion, ...turns)
  }
  return {
    timers: memory.timers,
    told,
    states,
    over,
    part: name => parts.find(part => part.container.name === name)!,
  }
}

function faultsAt({ faults = [] }: Options, now: Ms): Fault['spec'][] {
  const spec = faults.findLast(([at]) => at <= now)?.[1]
  return spec ? [spec] : []
}

export const reasons = (told: [Ms, string][]): (string | undefined)[] => told.map(([, text]) => text.split(':')[0])
