import { ApiError } from '../../api/errors.ts'
import type { Reader } from '../../api/kind.ts'
import type { Node, Pod } from '../../lib/objects.ts'
import { offSince } from '../faults/faults.ts'
import { nodeAddress } from './addresses.ts'

/** Throws ApiError as the API server does when it cannot reach the kubelet; `doing` are its first words. */
export function refuseOff(pod: Pod, read: Reader, doing: string): void {
  const node = read.get<Node>('nodes', undefined, pod.spec.nodeName ?? '')
  if (!node || offSince(read, node) === undefined) return
  throw new ApiError('', `${doing} ${nodeAddress(node)}:10250: connect: no route to host`)
}
