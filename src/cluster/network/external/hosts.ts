import type { Reader } from '../../../api/kind.ts'
import { parseIp4 } from '../../../lib/ip.ts'
import type { ConfigMap } from '../../../lib/objects.ts'

/**
 * Hosts outside the cluster that can be reached from inside. A few are always there; those that the user adds (and what he
 * takes away) stand in a ConfigMap, so that they go with the cluster.
 */

/** How a port answers: HTTP with the text as body; a server that says the text first; PostgreSQL, which waits for its client. */
export const WAYS = ['http', 'tcp', 'postgresql'] as const
export type Way = (typeof WAYS)[number]

export interface OutsidePort {
  port: number
  protocol: 'TCP' | 'UDP'
  speaks: Way
  says: string
}

export interface OutsideHost {
  name: string
  ip: string
  ports: OutsidePort[]
}

export const NAMESPACE = 'kube-system'
export const NAME = 'external-hosts'

const page = (title: string) =>
  `<!doctype html><html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`

const port = (number: number, speaks: Way, says = ''): OutsidePort => ({ port: number, protocol: 'TCP', speaks, says })

/** Addresses for documentation (RFC 5737), so that nobody takes them for real ones. */
export const BUILT_IN: readonly OutsideHost[] = [
  { name: 'database.example.com', ip: '192.0.2.10', ports: [port(5432, 'postgresql')] },
  { name: 'example.com', ip: '192.0.2.80', ports: [port(80, 'http', page('Example Domain'))] },
]

/** What stands in the ConfigMap under a host's name when a built-in one was taken away. */
export const REMOVED = 'removed'

const dataOf = (read: Reader): Record<string, string> => read.get<ConfigMap>('configmaps', NAMESPACE, NAME)?.data ?? {}

/** All hosts, by name. */
export function outsideHosts(read: Reader): OutsideHost[] {
  const data = dataOf(read)
  const own = Object.keys(data).flatMap(name => hostOf(name, data[name]!) ?? [])
  const rest = BUILT_IN.filter(({ name }) => !Object.hasOwn(data, name))
  return [...own, ...rest].sort((a, b) => (a.name < b.name ? -1 : 1))
}

export function hostNamed(name: string, read: Reader): OutsideHost | undefined {
  const data = dataOf(read)
  return Object.hasOwn(data, name) ? hostOf(name, data[name]!) : BUILT_IN.find(host => host.name === name)
}

/** The host with an address; several names may share one, then the first by name. */
export const hostAt = (ip: string, read: Reader): OutsideHost | undefined =>
  outsideHosts(read).find(host => host.ip === ip)

/** Reads what stands in the ConfigMap; undefined for anything that is no host. */
function hostOf(name: string, text: string): OutsideHost | undefined {
  try {
    const { ip, ports } = JSON.parse(text) as Partial<OutsideHost>
    if (parseIp4(ip ?? '') === undefined || !Array.isArray(ports)) return undefined
    return { name, ip: ip!, ports: ports.filter(({ port, speaks }) => Number.isInteger(port) && WAYS.includes(speaks)) }
  } catch {
    return undefined
  }
}
