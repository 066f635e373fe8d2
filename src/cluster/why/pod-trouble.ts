import { condition, isTrue } from '../../lib/conditions.ts'
import type { Container, ContainerStatus, Event, Pod } from '../../lib/objects.ts'
import type { Reader } from '../../api/kind.ts'

/** Why a Pod is not ready, as a part of a sentence that goes on after its name; undefined when it is. */
export function podTrouble(pod: Pod, read: Reader): string | undefined {
  const { status, metadata } = pod
  if (status.phase === 'Succeeded' || status.phase === 'Failed') {
    return `has ended (${status.reason ?? status.phase}) and takes no part any more`
  }
  if (metadata.deletionTimestamp) return 'is being deleted'
  if (isTrue(status.conditions, 'Ready')) return undefined
  if (!pod.spec.nodeName) return unscheduled(pod)
  const lost = condition(status.conditions, 'Ready')
  if (lost?.status === 'Unknown') return `is on node ${pod.spec.nodeName}, from which nothing is heard any more`
  return (
    initTrouble(pod) ?? containerTrouble(pod, read) ?? gateTrouble(pod) ?? nodeTrouble(pod, read) ?? 'is not ready yet'
  )
}

function unscheduled({ status }: Pod): string {
  const scheduled = condition(status.conditions, 'PodScheduled')
  if (scheduled?.reason === 'SchedulingGated') return 'is held back by a scheduling gate'
  // What follows is about Pods that could make room.
  const message = scheduled?.message?.replace(/,? ?(no new claims to deallocate, )?preemption:.*$/, '')
  return message ? `is on no node yet: ${message}` : 'is on no node yet'
}

function initTrouble({ spec, status }: Pod): string | undefined {
  for (const init of spec.initContainers ?? []) {
    if (init.restartPolicy === 'Always') continue
    const known = status.initContainerStatuses?.find(({ name }) => name === init.name)
    if (known?.state?.terminated?.exitCode === 0) continue
    const trouble = known && stateTrouble(known, init)
    return trouble
      ? `waits for its init container ${init.name}, which ${trouble}`
      : `waits for its init container ${init.name}`
  }
  return undefined
}

function containerTrouble(pod: Pod, read: Reader): string | undefined {
  const { spec, status } = pod
  for (const container of spec.containers) {
    const known = status.containerStatuses?.find(({ name }) => name === container.name)
    if (known?.ready) continue
    const whose = spec.containers.length > 1 ? `has a container ${container.name}, which ` : ''
    if (!known?.state) return `${whose}is being created`
    const trouble = stateTrouble(known, container)
    if (trouble) return `${whose}${trouble}`
    if (known.state.running) return `${whose}${probeTrouble(pod, container, known, read)}`
  }
  return undefined
}

function stateTrouble(
  { state, lastState, restartCount, image }: ContainerStatus,
  container: Container,
): string | undefined {
  const { waiting, terminated } = state ?? {}
  const reason = waiting?.reason
  if (reason === 'ErrImagePull' || reason === 'ImagePullBackOff' || reason === 'InvalidImageName') {
    return `cannot get its image ${container.image ?? image} (${reason})`
  }
  if (reason === 'CrashLoopBackOff') {
    const code = lastState?.terminated?.exitCode
    return `crashes again and again (CrashLoopBackOff, ${restartCount} restarts${code === undefined ? '' : `, exit code ${code}`})`
  }
  if (reason === 'ContainerCreating' || reason === 'PodInitializing') return `is being created (${reason})`
  if (waiting) return `cannot start (${reason}${waiting.message ? `: ${waiting.message}` : ''})`
  if (terminated) return `has ended with exit code ${terminated.exitCode} (${terminated.reason ?? 'Error'})`
  return undefined
}

/** The container runs: what its probes say. */
function probeTrouble(
  { metadata }: Pod,
  { readinessProbe, startupProbe }: Container,
  known: ContainerStatus,
  read: Reader,
): string {
  const isStarting = startupProbe !== undefined && known.started === false
  const probe = isStarting ? startupProbe : readinessProbe
  if (!probe) return 'runs, but is not ready yet'
  const word = isStarting ? 'startup' : 'readiness'
  const last = read
    .find<Event>('events', `about=${metadata.uid}`)
    .filter(({ reason, message }) => reason === 'Unhealthy' && message?.toLowerCase().startsWith(word))
    .at(-1)
  const said = last?.message?.trim().replace(/^.*?failed: /, '')
  return said
    ? `runs, but fails its ${word} probe (${probeText(probe)}): ${said}`
    : `runs, but has not passed its ${word} probe yet (${probeText(probe)})`
}

function probeText({
  httpGet,
  tcpSocket,
  exec,
  grpc,
}: Container['readinessProbe'] & { grpc?: { port: number } }): string {
  if (httpGet) return `GET ${httpGet.path ?? '/'} on port ${httpGet.port}`
  if (tcpSocket) return `TCP port ${tcpSocket.port}`
  return exec ? `command ${JSON.stringify(exec.command?.join(' ') ?? '')}` : `gRPC on port ${grpc?.port}`
}

function gateTrouble({ spec, status }: Pod): string | undefined {
  const closed = (spec.readinessGates ?? []).find(({ conditionType }) => !isTrue(status.conditions, conditionType))
  return closed && `waits for its readiness gate ${closed.conditionType}`
}

function nodeTrouble({ spec }: Pod, read: Reader): string | undefined {
  const node = read.get<{ status: Pod['status'] }>('nodes', undefined, spec.nodeName!)
  if (!node) return `is on node ${spec.nodeName}, which does not exist any more`
  return isTrue(node.status.conditions, 'Ready') ? undefined : `is on node ${spec.nodeName}, which is not ready`
}
