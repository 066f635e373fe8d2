import type { Reader } from '../../api/kind.ts'
import { formatIp4, parseCidr, parseIp4 } from '../../lib/ip.ts'
import type { Node, Pod } from '../../lib/objects.ts'
import { term } from '../../lib/term.ts'

/** The first address that pods get; .0 is the network, .1 the node's bridge. */
const FIRST = 2
/** Addresses at the end of a range that no pod gets: the one before the broadcast is the network's own client. */
const RESERVED = 2

/** Which address of a node's podCIDR was given last, and whether all have been given once. */
export interface Counter {
  last: number
  wrapped?: true
}

/**
 * The next pod address of a node, going round its podCIDR so that an address is not used again at once. Undefined when
 * the node has no podCIDR or all addresses are in use.
 */
export function nextAddress(
  podCIDR: string | undefined,
  counter: Counter | undefined,
  used: () => Set<number>,
): { ip: string; counter: Counter } | undefined {
  const cidr = podCIDR ? parseCidr(podCIDR) : undefined
  if (!cidr || cidr.size < 4) return undefined
  const end = cidr.size - 1 - RESERVED
  let { last, wrapped } = counter ?? { last: FIRST - 1 }
  let taken: Set<number> | undefined
  for (let tries = FIRST; tries <= end; tries++) {
    last++
    if (last > end) {
      last = FIRST
      wrapped = true
    }
    if (wrapped) taken ??= used()
    if (!taken?.has(cidr.base + last))
      return { ip: formatIp4(cidr.base + last), counter: wrapped ? { last, wrapped } : { last } }
  }
  return undefined
}

/** Addresses of the pods on a node that have not ended. */
export function usedAddresses(read: Reader, node: string): Set<number> {
  const used = new Set<number>()
  for (const pod of read.find<Pod>('pods', term('node', node))) {
    const ended = pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed'
    const ip = ended ? undefined : parseIp4(pod.status.podIP ?? '')
    if (ip !== undefined) used.add(ip)
  }
  return used
}

export function nodeAddress(node: Node): string {
  return node.status.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? ''
}
