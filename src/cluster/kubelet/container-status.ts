import type { Container, ContainerStatus } from '../../lib/objects.ts'
import { type Prng, prng } from '../../lib/prng.ts'
import { type Ms, rfc3339 } from '../../lib/time.ts'
import { canonicalReference, parseReference } from '../images/reference.ts'
import type { Part } from './life.ts'

/** The status of a container that has not run yet. */
export function newStatus(container: Container, reason: string): ContainerStatus {
  return {
    image: container.image!,
    imageID: '',
    lastState: {},
    name: container.name,
    ready: false,
    restartCount: 0,
    started: false,
    state: { waiting: { reason } },
    ...mountsOf(container),
  }
}

function mountsOf(container: Container): object {
  if (!container.volumeMounts?.length) return {}
  const volumeMounts = container.volumeMounts.map(({ name, mountPath, readOnly }) => ({
    mountPath,
    name,
    ...(readOnly ? { readOnly, recursiveReadOnly: 'Disabled' } : {}),
  }))
  return { volumeMounts }
}

export function wait(part: Part, reason: string, message?: string): void {
  const state = { waiting: message === undefined ? { reason } : { message, reason } }
  const ended = part.status.state?.terminated
  part.status = {
    ...part.status,
    state,
    ready: false,
    started: false,
    ...(ended && { lastState: { terminated: ended } }),
  }
}

/** A new instance runs. */
export function run(part: Part, now: Ms, rng: Prng): void {
  const { status, container } = part
  const ended = status.state?.terminated ?? status.lastState?.terminated
  const again = ended !== undefined
  const { image, imageID } = imageIdentity(container.image!)
  const { resources, allocatedResources } = resourcesOf(container)
  // Named one by one: several times as quick as a copy that is changed.
  const next: ContainerStatus & { volumeMounts?: object[] } = {
    containerID: `containerd://${rng.hex(8)}`,
    image,
    imageID,
    lastState: ended ? { terminated: ended } : {},
    name: status.name,
    ready: false,
    resources,
    restartCount: (status.restartCount ?? 0) + (again ? 1 : 0),
    started: false,
    state: { running: { startedAt: rfc3339(now) } },
  }
  if (allocatedResources) next.allocatedResources = allocatedResources
  const { volumeMounts } = status as typeof next
  if (volumeMounts) next.volumeMounts = volumeMounts
  part.status = next
}

export function end(part: Part, now: Ms, code: number, reason?: string): void {
  part.status = endedStatus(part.status, now, code, reason)
}

/** The status of a container whose process has ended. */
export function endedStatus(status: ContainerStatus, now: Ms, code: number, reason?: string): ContainerStatus {
  const terminated = {
    containerID: status.containerID,
    exitCode: code,
    finishedAt: rfc3339(now),
    reason: reason ?? (code === 0 ? 'Completed' : 'Error'),
    startedAt: status.state?.running?.startedAt ?? rfc3339(now),
  }
  const next: ContainerStatus = { ...status }
  next.ready = next.started = false
  next.state = { terminated }
  return next
}

/** The process could not be started. */
export function failStart(part: Part, now: Ms, message: string, rng: Prng): void {
  run(part, now, rng)
  const { status } = part
  const terminated = {
    containerID: status.containerID,
    exitCode: 128,
    finishedAt: rfc3339(now),
    message,
    reason: 'StartError',
    startedAt: '1970-01-01T00:00:00Z',
  }
  part.status = { ...status, state: { terminated } }
}

/** What the runtime reports of the container's resources. */
function resourcesOf(container: Container): Pick<ContainerStatus, 'resources' | 'allocatedResources'> {
  const { requests, limits } = container.resources ?? {}
  if (!requests && !limits) return { resources: {} }
  return {
    ...(requests && { allocatedResources: requests }),
    resources: { ...(limits && { limits }), ...(requests && { requests }) },
  }
}

const identities = new Map<string, { image: string; imageID: string }>()

/** Image and imageID as containerd tells them: the whole reference and the digest, the same on every node. */
export function imageIdentity(image: string): { image: string; imageID: string } {
  let known = identities.get(image)
  if (!known) {
    const reference = parseReference(image)
    const repository = reference?.repository ?? image
    const digest = reference?.digest ?? `sha256:${prng('image', image).hex(8)}`
    known = { image: reference ? canonicalReference(reference) : image, imageID: `${repository}@${digest}` }
    identities.set(image, known)
  }
  return known
}
