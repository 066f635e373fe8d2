import type { Reader } from '../../../api/kind.ts'
import { parseIp4 } from '../../../lib/ip.ts'
import type { EndpointSlice, Node, Service } from '../../../lib/objects.ts'
import { nodeAddresses } from '../nodes.ts'

/** Address records as the cluster's DNS server answers them. Modelled on coredns plugin/kubernetes (pods insecure). */

export const ZONE = 'cluster.local'

/** An answer to a question for addresses (A). No addresses with NOERROR: the name exists, without such records. */
export interface Answer {
  status: 'NOERROR' | 'NXDOMAIN'
  /** Names that the question was led on to (CNAME), in order. */
  aliases: string[]
  addresses: string[]
}

/** How often a CNAME is followed. */
const MAX_ALIASES = 7

const found = (addresses: string[]): Answer => ({ status: 'NOERROR', aliases: [], addresses })
const NODATA = found([])
const NXDOMAIN: Answer = { status: 'NXDOMAIN', aliases: [], addresses: [] }

/** Asks for a full name, without its final dot. */
export function addressRecords(name: string, read: Reader, depth = 0): Answer {
  const asked = name.toLowerCase()
  if (asked !== ZONE && !asked.endsWith(`.${ZONE}`)) return outsideRecords(asked, read)
  const labels = asked.slice(0, -ZONE.length - 1).split('.')
  const kind = labels.pop()
  if (asked === ZONE) return NODATA
  if (kind === 'svc') return serviceRecords(labels, read, depth)
  return kind === 'pod' ? podRecords(labels, read) : NXDOMAIN
}

/** Names outside the zone go to the host's server, which knows the nodes. */
export function outsideRecords(name: string, read: Reader): Answer {
  const node = read.get<Node>('nodes', undefined, name)
  return node ? found(nodeAddresses(node).slice(0, 1)) : NXDOMAIN
}

function serviceRecords(labels: string[], read: Reader, depth: number): Answer {
  if (labels.length === 0) return NODATA
  const namespace = labels.pop()!
  if (!read.get('namespaces', undefined, namespace)) return NXDOMAIN
  const name = labels.pop()
  if (name === undefined) return NODATA
  const service = read.get<Service>('services', namespace, name)
  if (!service || labels.length > 1) return NXDOMAIN
  const { spec } = service
  if (spec.type === 'ExternalName') return labels.length > 0 ? NXDOMAIN : alias(spec.externalName!, read, depth)
  const hostname = labels[0]
  if (hostname === undefined && spec.clusterIP !== 'None') return found([...(spec.clusterIPs ?? [])])
  const addresses = endpointAddresses(service, hostname, read)
  return addresses.length > 0 ? found(addresses) : NXDOMAIN
}

function alias(target: string, read: Reader, depth: number): Answer {
  const name = target.replace(/\.$/, '')
  if (depth >= MAX_ALIASES) return { ...NODATA, aliases: [name] }
  const answer = addressRecords(name, read, depth + 1)
  // The alias itself exists, whatever becomes of what it names.
  return { status: 'NOERROR', aliases: [name, ...answer.aliases], addresses: answer.addresses }
}

/** Ready endpoints, all or those of one name: the hostname, else the address with dashes. */
function endpointAddresses(service: Service, hostname: string | undefined, read: Reader): string[] {
  const { namespace, name } = service.metadata
  const addresses = new Set<string>()
  for (const slice of read.find<EndpointSlice>('endpointslices.discovery.k8s.io', `service=${namespace}/${name}`)) {
    if (slice.addressType !== 'IPv4') continue
    for (const endpoint of slice.endpoints ?? []) {
      if (endpoint.conditions?.ready === false) continue
      for (const ip of endpoint.addresses) {
        if (hostname === undefined || hostname === (endpoint.hostname ?? dashed(ip))) addresses.add(ip)
      }
    }
  }
  return [...addresses]
}

const dashed = (ip: string) => ip.replaceAll('.', '-')

/** `10-244-1-5.default.pod.cluster.local` is that address, whether or not a Pod has it. */
function podRecords(labels: string[], read: Reader): Answer {
  if (labels.length === 0) return NODATA
  const namespace = labels.pop()!
  if (!read.get('namespaces', undefined, namespace)) return NXDOMAIN
  if (labels.length === 0) return NODATA
  const ip = labels[0]!.replaceAll('-', '.')
  return labels.length === 1 && parseIp4(ip) !== undefined ? found([ip]) : NXDOMAIN
}
