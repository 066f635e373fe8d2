import type { Reader } from '../../../api/kind.ts'
import type { HttpResponse } from '../../images/image.ts'
import type { Listener } from '../connect/dial.ts'
import type { Protocol } from '../proxy/route.ts'
import { hostAt, outsideHosts, type OutsidePort } from './hosts.ts'

/** Who listens at an address outside the cluster; undefined: nobody. */
export function outsideHost(ip: string, port: number, protocol: Protocol, read: Reader): Listener | undefined {
  const ports = outsideHosts(read).flatMap(host => (host.ip === ip ? host.ports : []))
  const open = ports.find(each => each.port === port && each.protocol === protocol)
  return open && { respond: () => answer(open), banner: () => (open.speaks === 'tcp' ? open.says : '') }
}

/** Whether there is a host at the address: one that does not listen on a port refuses, an address of nobody is silent. */
export const isOutsideHost = (ip: string, read: Reader): boolean => hostAt(ip, read) !== undefined

/** PostgreSQL closes a connection that begins with something else than its own greeting. */
function answer({ speaks, says }: OutsidePort): HttpResponse | undefined {
  if (speaks !== 'http') return undefined
  const type = /^\s*</.test(says) ? 'text/html' : 'text/plain'
  return { status: 200, headers: { 'content-type': type }, body: says }
}
