import type { Reader } from '../../api/kind.ts'
import { isOn, offSince } from '../faults/faults.ts'
import { inCidr, parseCidr, parseIp4 } from '../../lib/ip.ts'
import type { Node, Pod } from '../../lib/objects.ts'

/** Which node and which Pod an address belongs to. */

export const nodeAddresses = (node: Node): string[] =>
  (node.status.addresses ?? []).filter(({ type }) => type !== 'Hostname').map(({ address }) => address)

export const isAddressOf = (node: Node | undefined, ip: string): boolean =>
  node !== undefined && nodeAddresses(node).includes(ip)

/** The address by which a node is known to others; empty when it has none. */
export const nodeIP = (node: Node | undefined): string => (node && nodeAddresses(node)[0]) ?? ''

export const nodeNamed = (name: string | undefined, read: Reader): Node | undefined =>
  name === undefined ? undefined : read.get<Node>('nodes', undefined, name)

export const nodeOfAddress = (ip: string, read: Reader): Node | undefined =>
  read.find<Node>('nodes', `address=${ip}`).find(node => isAddressOf(node, ip) && offSince(read, node) === undefined)

/** The Pod that has an address now; looks only at the Pods of the node whose range the address is in. */
export function podOfAddress(ip: string, read: Reader): Pod | undefined {
  const address = parseIp4(ip)
  if (address === undefined) return undefined
  for (const node of read.list<Node>('nodes')) {
    const range = parseCidr(node.spec.podCIDR ?? '')
    if (!range || !inCidr(address, range)) continue
    return podsOn(node, read).find(pod => pod.status.podIP === ip && isAlive(pod, read))
  }
  return undefined
}

/** The Pod of a name (`ns/name`) if it still has the address and one of its own; undefined otherwise. */
export function podNamed(name: string, ip: string, read: Reader): Pod | undefined {
  const slash = name.indexOf('/')
  const pod = read.get<Pod>('pods', name.slice(0, slash), name.slice(slash + 1))
  return pod && pod.status.podIP === ip && !pod.spec.hostNetwork && isAlive(pod, read) ? pod : undefined
}

/** Pods that share the node's own address. */
export const hostPods = (node: Node, read: Reader): Pod[] =>
  podsOn(node, read).filter(pod => pod.spec.hostNetwork && isAlive(pod, read))

const podsOn = (node: Node, read: Reader) => read.find<Pod>('pods', `node=${node.metadata.name}`)

/** Its address is its own (not given back, as it is when all containers have ended), and its node is switched on. */
const isAlive = ({ status, spec }: Pod, read: Reader) =>
  status.phase !== 'Succeeded' && status.phase !== 'Failed' && isOn(read, spec.nodeName)
