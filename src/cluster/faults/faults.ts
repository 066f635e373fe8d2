import type { Reader } from '../../api/kind.ts'
import type { Container, Fault, Node, Pod } from '../../lib/objects.ts'
import type { Prng } from '../../lib/prng.ts'
import type { Health } from '../images/image.ts'

export const FAULTS = 'faults.kubesim.io'

type Spec = Fault['spec']

/** What is wrong on purpose with a pod. Cheap while there are no faults at all. */
export function podFaults(read: Reader, { metadata: { uid } }: Pod): Spec[] {
  if (read.list(FAULTS).length === 0) return []
  return read.find<Fault>(FAULTS, `pod=${uid}`).map(({ spec }) => spec)
}

/** Those of them that concern a container: it is named, or none is and it is the first. */
export function containerFaults(faults: readonly Spec[], pod: Pod, { name }: Container): Spec[] {
  return faults.filter(({ container = pod.spec.containers[0]!.name }) => container === name)
}

/** A node is switched off, since when (RFC 3339). */
export function offSince(read: Reader, node: Node): string | undefined {
  if (read.list(FAULTS).length === 0) return undefined
  return read.find<Fault>(FAULTS, `node=${node.metadata.uid}`)[0]?.metadata.creationTimestamp
}

/** The machine under a pod runs: it is there, and not switched off. */
export function isOn(read: Reader, nodeName: string | undefined): boolean {
  const node = nodeName === undefined ? undefined : read.get<Node>('nodes', undefined, nodeName)
  return node !== undefined && offSince(read, node) === undefined
}

/** Why an image cannot be pulled on purpose. */
export function pullFault(read: Reader, image: string): string | undefined {
  if (read.list(FAULTS).length === 0) return undefined
  const faulty = read.find<Fault>(FAULTS, `image=${image}`).some(({ spec }) => spec.pullError)
  return faulty ? 'unexpected status from HEAD request: 503 Service Unavailable' : undefined
}

/** By how much answers are late. */
export const lateness = (faults: readonly Spec[]): number => faults.reduce((sum, { slow = 0 }) => sum + slow, 0)

/** The status that a fault gives the answer to a request; `draw` says how the dice fall. */
export function faultyStatus(faults: readonly Spec[], draw: () => Prng): number | undefined {
  return faults.find(({ http }) => http && (http.share >= 1 || draw().float() < http.share))?.http?.status
}

/** The status that a fault gives the answer to a health check over gRPC. */
export function faultyHealth(faults: readonly Spec[]): Health | undefined {
  const status = faults.find(({ grpc }) => grpc !== undefined)?.grpc
  if (status !== 'UNIMPLEMENTED') return status
  return { code: 'Unimplemented', message: 'unknown service grpc.health.v1.Health' }
}
