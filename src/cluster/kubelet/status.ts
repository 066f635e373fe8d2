import { condition } from '../../lib/conditions.ts'
import type { Condition, Node, Pod } from '../../lib/objects.ts'
import { rfc3339 } from '../../lib/time.ts'
import { nodeAddress } from './addresses.ts'
import { hasEnded, hasSucceeded, isRunning, type Life, type Part } from './life.ts'
import { hasPassed, isInitialized, restarts } from './turn.ts'

type Phase = 'Pending' | 'Running' | 'Succeeded' | 'Failed'

/** Whether the container has run before; in a back-off it counts as stopped. */
const hasRun = (part: Part) => hasEnded(part) || part.status.lastState?.terminated !== undefined

/** The pod's phase by its containers (upstream getPhase). */
export function phaseOf(life: Life): Phase {
  const old = life.pod.status.phase
  if (old === 'Succeeded' || old === 'Failed') return old
  const mains = life.parts.filter(part => part.role === 'main')
  if (life.over) return mains.every(hasSucceeded) ? 'Succeeded' : 'Failed'
  if (life.memory.ended && !life.deleted) {
    if (!life.parts.some(isRunning)) return 'Failed'
    return mains.some(part => !isRunning(part) && !hasRun(part)) ? 'Pending' : 'Running'
  }
  const dead = (part: Part) => hasEnded(part) && !part.facts.again && !restarts(life, part)
  if (life.parts.some(part => part.role === 'init' && dead(part) && !hasSucceeded(part)))
    return life.terminating ? 'Pending' : 'Failed'
  if (!isInitialized(life.parts)) return 'Pending'
  if (mains.some(part => !isRunning(part) && !hasRun(part))) return 'Pending'
  if (mains.some(isRunning) || !mains.every(dead) || life.terminating) return 'Running'
  return mains.every(hasSucceeded) ? 'Succeeded' : 'Failed'
}

type Status = Part['status']

/** Statuses of containers in the order the kubelet writes them: init containers as in the spec, others by name. */
function statusesOf({ parts }: Life, phase: Phase): Pick<Pod['status'], 'containerStatuses' | 'initContainerStatuses'> {
  let main = parts.filter(part => part.role === 'main').map(part => part.status)
  if (main.length > 1) main.sort((a, b) => (a.name < b.name ? -1 : 1))
  const inits = parts.filter(part => part.role !== 'main')
  let init: Status[] = inits.map(part => ({ ...part.status, ready: hasPassed(part) }))
  if (phase === 'Succeeded' || phase === 'Failed') {
    if (!init.length || main.some(hasBegun) || hasPassed(inits.at(-1)!)) main = main.map(unlessUnknown)
    const begun = init.findLastIndex(hasBegun)
    init = init.map((status, i) => (i <= Math.max(begun, 0) ? unlessUnknown(status) : status))
  }
  return init.length ? { containerStatuses: main, initContainerStatuses: init } : { containerStatuses: main }
}

const hasBegun = ({ state, lastState }: Status) => !state?.waiting || lastState?.terminated !== undefined

/**
 * At a pod's end the kubelet calls a container that never began lost, where its turn had come (pkg/kubelet/status,
 * status_manager.go, TerminatePod).
 */
const unlessUnknown = (status: Status): Status =>
  hasBegun(status)
    ? status
    : {
        ...status,
        state: {
          terminated: {
            exitCode: 137,
            reason: 'ContainerStatusUnknown',
            message: 'The container could not be located when the pod was terminated',
            startedAt: null as unknown as string,
            finishedAt: null as unknown as string,
          },
        },
      }

interface Verdict {
  status: boolean
  reason?: string
  message?: string
}

const names = (parts: Part[]) => `[${parts.map(({ container }) => container.name).join(' ')}]`

function readiness(life: Life, phase: Phase): { containers: Verdict; pod: Verdict } {
  if (phase === 'Succeeded' || phase === 'Failed') {
    const verdict: Verdict = { status: false, reason: phase === 'Failed' ? 'PodFailed' : 'PodCompleted' }
    return { containers: verdict, pod: verdict }
  }
  const unready = life.parts.filter(part => part.role !== 'init' && !(isRunning(part) && part.status.ready))
  const message = `containers with unready status: ${names(unready)}`
  const containers: Verdict = unready.length
    ? { status: false, reason: 'ContainersNotReady', message }
    : { status: true }
  return { containers, pod: containers.status ? gates(life.pod) : containers }
}

/** Readiness gates: conditions that others must set. */
function gates(pod: Pod): Verdict {
  const messages: string[] = []
  for (const { conditionType: type } of pod.spec.readinessGates ?? []) {
    const found = condition(pod.status.conditions, type)
    if (!found) messages.push(`corresponding condition of pod readiness gate "${type}" does not exist.`)
    else if (found.status !== 'True') {
      messages.push(`the status of pod readiness gate "${type}" is not "True", but ${found.status}`)
    }
  }
  return messages.length
    ? { status: false, reason: 'ReadinessGatesNotReady', message: messages.join(', ') }
    : { status: true }
}

function initialization(life: Life, phase: Phase): Verdict {
  if (phase === 'Succeeded') return { status: true, reason: 'PodCompleted' }
  if (isInitialized(life.parts)) return { status: true }
  const missing = life.parts.filter(part => part.role !== 'main' && !hasPassed(part))
  return {
    status: false,
    reason: 'ContainersNotInitialized',
    message: `containers with incomplete status: ${names(missing)}`,
  }
}

export const OWN = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled']

/** The conditions in the kubelet's order: those of others first. */
function conditions(life: Life, phase: Phase): Condition[] {
  const { pod, now } = life
  const old = (pod.status.conditions ?? []) as Condition[]
  const result = old.filter(({ type }) => !OWN.includes(type))
  const set = (type: string, { status, reason, message }: Verdict) => {
    const before = condition(old, type)
    const text = status ? 'True' : 'False'
    const next: Condition = {
      lastProbeTime: null,
      lastTransitionTime: before?.status === text ? before.lastTransitionTime : rfc3339(now),
      observedGeneration: pod.metadata.generation ?? 1,
      status: text,
      type,
    }
    if (reason !== undefined) next.reason = reason
    if (message !== undefined) next.message = message
    result.push(next)
  }
  const { containers, pod: ready } = readiness(life, phase)
  const ended = phase === 'Succeeded' || phase === 'Failed'
  set('PodReadyToStartContainers', { status: pod.status.podIP !== undefined && !ended })
  set('Initialized', initialization(life, phase))
  set('Ready', ready)
  set('ContainersReady', containers)
  set('PodScheduled', { status: true })
  return result
}

/** The status that the kubelet reports of a pod. */
export function statusOf(life: Life): Pod['status'] {
  const { pod, node, now } = life
  const phase = phaseOf(life)
  const hostIP = nodeAddress(node)
  const { containerStatuses, initContainerStatuses } = statusesOf(life, phase)
  // Set one by one: much quicker than a literal that spreads.
  const next: Pod['status'] & { hostIPs?: object; observedGeneration?: number } = { ...pod.status }
  next.conditions = conditions(life, phase) as Pod['status']['conditions']
  next.containerStatuses = containerStatuses
  if (initContainerStatuses) next.initContainerStatuses = initContainerStatuses
  next.hostIP = hostIP
  next.hostIPs = [{ ip: hostIP }]
  next.observedGeneration = pod.metadata.generation ?? 1
  next.phase = phase
  next.startTime = pod.status.startTime ?? rfc3339(now)
  return life.memory.ended ? Object.assign(next, life.memory.ended) : next
}

/** The pod with its addresses. */
export function withAddress(pod: Pod, node: Node, ip: string): Pod {
  const hostIP = nodeAddress(node)
  return {
    ...pod,
    status: { ...pod.status, hostIP, hostIPs: [{ ip: hostIP }], podIP: ip, podIPs: [{ ip }] } as Pod['status'],
  }
}

export const isTerminal = ({ status }: Pod): boolean => status.phase === 'Succeeded' || status.phase === 'Failed'
