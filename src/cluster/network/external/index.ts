import type { Reader } from '../../../api/kind.ts'
import type { Listener } from '../connect/dial.ts'
import type { Protocol } from '../proxy/route.ts'

/**
 * Who listens at an address outside the cluster; undefined: nobody (the connection times out). The cluster knows no hosts
 * outside of it yet.
 */
export function outsideHost(_ip: string, _port: number, _protocol: Protocol, _read: Reader): Listener | undefined {
  return undefined
}

/** Whether there is a host at the address: one that does not listen on a port refuses, an address of nobody is silent. */
export function isOutsideHost(_ip: string, _read: Reader): boolean {
  return false
}
