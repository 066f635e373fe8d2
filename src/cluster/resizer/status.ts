/** What a claim says of itself while it grows. */
import type { PersistentVolumeClaim } from '../../lib/objects.ts'
import { bytes } from '../../lib/quantity.ts'
import { type Ms, rfc3339 } from '../../lib/time.ts'

type Claim = PersistentVolumeClaim
type Status = Claim['status'] & {
  allocatedResources?: Record<string, string>
  allocatedResourceStatuses?: Record<string, string>
}

const storageOf = (quantities: unknown): number =>
  bytes((quantities as Record<string, string> | undefined)?.['storage'])

/** What it has. */
export const given = ({ status }: Claim): number => storageOf(status.capacity)

/** What it is being given. */
export const allocated = ({ status }: Claim): number => storageOf((status as Status).allocatedResources)

/** The volume has grown, the file system on it has not. */
export const isOnNode = ({ status }: Claim): boolean =>
  (status as Status).allocatedResourceStatuses?.['storage'] === 'NodeResizePending'

const MESSAGE = 'Waiting for user to (re-)start a pod to finish file system resize of volume on node.'

/** The driver is at work on the volume. */
export function began(claim: Claim, now: Ms): Status {
  const storage = claim.spec.resources!.requests!['storage'] as string
  return {
    ...claim.status,
    allocatedResources: { storage },
    allocatedResourceStatuses: { storage: 'ControllerResizeInProgress' },
    conditions: [condition('Resizing', '', now)] as Status['conditions'],
  }
}

/** The node has to do the rest. */
export function onNode(claim: Claim, now: Ms): Status {
  const others = claim.status.conditions?.filter(({ type }) => type !== 'FileSystemResizePending') ?? []
  return {
    ...claim.status,
    allocatedResourceStatuses: { storage: 'NodeResizePending' },
    conditions: [...others, condition('FileSystemResizePending', MESSAGE, now)] as Status['conditions'],
  }
}

/** All is done: it has what it was given. */
export function expanded({ status }: Claim): Status {
  const { allocatedResourceStatuses: _, conditions: __, ...rest } = status as Status
  return { ...rest, capacity: { ...rest.capacity, ...rest.allocatedResources } }
}

const condition = (type: string, message: string, now: Ms): object => ({
  lastProbeTime: null,
  lastTransitionTime: rfc3339(now),
  ...(message && { message }),
  status: 'True',
  type,
})
