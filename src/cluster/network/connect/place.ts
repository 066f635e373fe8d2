import type { Pod, Service } from '../../../lib/objects.ts'
import type { Client } from '../client.ts'
import { isOutsideHost, outsideHost } from '../external/index.ts'
import { hostPods, nodeNamed, nodeOfAddress, podNamed, podOfAddress } from '../nodes.ts'
import { healthAnswer } from '../proxy/health.ts'
import type { Protocol } from '../proxy/route.ts'
import type { Listener, Wires } from './dial.ts'

/** Who is at an address and port. */
export interface Place {
  /** Somebody has the address: what is not listened on is refused. Otherwise nothing comes back. */
  alive: boolean
  pod?: Pod
  listener?: Listener
  /** kube-proxy of the node that is here, on a Service's health check port. */
  health(service: Service): Listener | undefined
}

export const isLoopback = (address: string): boolean => address.startsWith('127.')

/** `pod`: `ns/name` of the Pod that is expected there. */
export function findPlace(
  { ip, port, pod: known }: { ip: string; port: number; pod?: string },
  protocol: Protocol,
  client: Client,
  { read, listen }: Wires,
): Place {
  const none = { health: () => undefined }
  if (isLoopback(ip) && client.kind === 'pod')
    return { ...none, alive: true, pod: client.pod, listener: client.pod && listen(client.pod, port, protocol) }
  if (isLoopback(ip) && client.kind === 'outside') return { ...none, alive: true }
  const expected = known === undefined ? undefined : podNamed(known, ip, read)
  if (expected) return { ...none, alive: true, pod: expected, listener: listen(expected, port, protocol) }
  const node = isLoopback(ip) ? nodeNamed(client.node, read) : nodeOfAddress(ip, read)
  if (node) {
    const health = (service: Service): Listener => ({
      respond: () => healthAnswer(service, node.metadata.name, read),
      banner: () => '',
    })
    for (const pod of hostPods(node, read)) {
      const listener = listen(pod, port, protocol)
      if (listener) return { health, alive: true, pod, listener }
    }
    return { health, alive: true }
  }
  const pod = podOfAddress(ip, read)
  if (pod) return { ...none, alive: true, pod, listener: listen(pod, port, protocol) }
  const listener = outsideHost(ip, port, protocol, read)
  return { ...none, alive: listener !== undefined || ip === client.ip || isOutsideHost(ip, read), listener }
}
