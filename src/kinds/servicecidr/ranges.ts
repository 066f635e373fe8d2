import type { Reader } from '../../api/kind.ts'
import { isTrue } from '../../lib/conditions.ts'
import { type Cidr, inCidr, parseCidr, parseIp4 } from '../../lib/ip.ts'
import type { ServiceCIDR } from '../../lib/objects.ts'

/** Ranges of cluster IPs. Modelled on pkg/registry/core/service/ipallocator. */

export const SERVICE_CIDRS = 'servicecidrs.networking.k8s.io'
/** That of a cluster as it is made. */
const FIRST = '10.96.0.0/16'

/** The addresses of a range: without the network's own and the broadcast address. */
export interface Range {
  text: string
  cidr: Cidr
  first: number
  count: number
  /** So many at the beginning are given out last, so that those who ask for one find it free. */
  static: number
}

export function rangeOf(text: string): Range | undefined {
  const cidr = parseCidr(text)
  if (!cidr) return undefined
  const { base, size } = cidr
  const band = size <= 16 ? 0 : Math.min(Math.max(16, Math.floor(size / 16)), 256)
  return { text, cidr, first: base + 1, count: Math.max(0, size - 2), static: band }
}

/** The ranges that addresses are taken from now: of those that are ready and not being deleted, in the order of their names. */
export function openRanges(read: Reader): Range[] {
  const all = read.list<ServiceCIDR>(SERVICE_CIDRS)
  if (all.length === 0) return [rangeOf(FIRST)!]
  return all
    .filter(({ metadata, status }) => !metadata.deletionTimestamp && isTrue(status?.conditions, 'Ready'))
    .flatMap(({ spec }) => spec.cidrs.map(rangeOf).filter(range => range !== undefined))
}

/** The objects one of whose ranges an address is in. */
export function holders(ip: string, all: readonly ServiceCIDR[]): ServiceCIDR[] {
  const address = parseIp4(ip)
  if (address === undefined) return []
  return all.filter(({ spec }) => spec.cidrs.some(text => isIn(address, text)))
}

function isIn(address: number, text: string): boolean {
  const cidr = parseCidr(text)
  return cidr !== undefined && inCidr(address, cidr)
}

/** Whether all of the first range lies in the second. */
export function isWithin(inner: string, outer: string): boolean {
  const [a, b] = [parseCidr(inner), parseCidr(outer)]
  if (!a || !b) return inner === outer
  return a.base >= b.base && a.base + a.size <= b.base + b.size
}
