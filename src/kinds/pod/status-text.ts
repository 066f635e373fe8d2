import { condition, isTrue } from '../../lib/conditions.ts'
import type { ContainerStatus, Pod } from '../../lib/objects.ts'
import { isTerminal } from './readiness.ts'

/** What `kubectl get pods` says of a pod. */
export interface PodStatusText {
  ready: number
  total: number
  status: string
  restarts: number
  /** When a container ended last to be restarted, RFC 3339. */
  lastRestart?: string
}

const known = new WeakMap<Pod, PodStatusText>()

/** Modelled on pkg/printers/internalversion, printPod. */
export function podStatusText(pod: Pod): PodStatusText {
  let text = known.get(pod)
  if (!text) {
    text = work(pod)
    known.set(pod, text)
  }
  return text
}

/** Restarts of some containers together. */
class Restarts {
  count = 0
  last: string | undefined

  add({ restartCount, lastState }: ContainerStatus): void {
    this.count += restartCount
    const ended = lastState?.terminated?.finishedAt
    if (ended && (this.last === undefined || ended > this.last)) this.last = ended
  }
}

function work(pod: Pod): PodStatusText {
  const { spec, status, metadata } = pod
  const sidecars = new Set<string>()
  for (const container of spec.initContainers ?? []) {
    if (container.restartPolicy === 'Always') sidecars.add(container.name)
  }
  const text: PodStatusText = {
    ready: 0,
    total: spec.containers.length + sidecars.size,
    status: status.reason || status.phase || '',
    restarts: 0,
  }
  if (condition(status.conditions, 'PodScheduled')?.reason === 'SchedulingGated') text.status = 'SchedulingGated'

  const initial = new Restarts()
  const lasting = new Restarts()
  const initializing = lookAtInitContainers(pod, sidecars, text, initial, lasting)
  let counted = initial
  if (!initializing || isTrue(status.conditions, 'Initialized')) {
    counted = lasting
    lookAtContainers(pod, text, lasting)
  }
  text.restarts = counted.count
  if (counted.count > 0 && counted.last) text.lastRestart = counted.last

  if (metadata.deletionTimestamp && status.reason === 'NodeLost') text.status = 'Unknown'
  else if (metadata.deletionTimestamp && !isTerminal(pod)) text.status = 'Terminating'
  return text
}

/** The first init container that has not done its work decides. True when there is one. */
function lookAtInitContainers(
  { spec, status }: Pod,
  sidecars: ReadonlySet<string>,
  text: PodStatusText,
  initial: Restarts,
  lasting: Restarts,
): boolean {
  const statuses = status.initContainerStatuses ?? []
  for (let i = 0; i < statuses.length; i++) {
    const each = statuses[i]!
    const { terminated, waiting } = each.state ?? {}
    initial.add(each)
    const sidecar = sidecars.has(each.name)
    if (sidecar) lasting.add(each)
    if (terminated?.exitCode === 0) continue
    if (sidecar && each.started) {
      if (each.ready) text.ready++
      continue
    }
    if (terminated) text.status = `Init:${endText(terminated)}`
    else if (waiting?.reason && waiting.reason !== 'PodInitializing') text.status = `Init:${waiting.reason}`
    else text.status = `Init:${i}/${spec.initContainers?.length ?? 0}`
    return true
  }
  return false
}

/** From the last to the first, so that the first container of the spec has the last word. */
function lookAtContainers({ status }: Pod, text: PodStatusText, restarts: Restarts): void {
  const statuses = status.containerStatuses ?? []
  let running = false
  let failure: string | undefined
  for (let i = statuses.length - 1; i >= 0; i--) {
    const each = statuses[i]!
    const { terminated, waiting, running: runs } = each.state ?? {}
    restarts.add(each)
    if (waiting?.reason) text.status = waiting.reason
    else if (terminated) {
      text.status = endText(terminated)
      if (terminated.reason && terminated.exitCode !== 0) failure = terminated.reason
    } else if (each.ready && runs) {
      running = true
      text.ready++
    }
  }
  if (text.status !== 'Completed') return
  if (running && isTrue(status.conditions, 'Ready')) text.status = 'Running'
  else if (failure) text.status = failure
  else if (running) text.status = 'NotReady'
}

function endText({ reason, signal, exitCode }: { reason?: string; signal?: number; exitCode: number }): string {
  return reason || (signal ? `Signal:${signal}` : `ExitCode:${exitCode}`)
}
