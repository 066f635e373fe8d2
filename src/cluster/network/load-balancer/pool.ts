import type { Reader } from '../../../api/kind.ts'
import { formatIp4, parseIp4 } from '../../../lib/ip.ts'
import type { ConfigMap } from '../../../lib/objects.ts'

/** The addresses that load balancers of a cluster get stand in a ConfigMap; without it there is no balancer. */

export const NAMESPACE = 'kube-system'
export const NAME = 'load-balancer-pool'

/** What a new cluster with a load balancer has. */
export const poolConfigMap = (): ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: NAME, namespace: NAMESPACE },
  data: { addresses: '172.18.255.200-172.18.255.250' },
})

export interface Pool {
  text: string
  /** Both belong to it. */
  first: number
  last: number
}

/** Undefined when the cluster has no balancer, or its range cannot be read. */
export function poolOf(read: Reader): Pool | undefined {
  const text = read.get<ConfigMap>('configmaps', NAMESPACE, NAME)?.data?.['addresses']?.trim()
  const [from = '', to = from] = text?.split('-').map(part => part.trim()) ?? []
  const [first, last] = [parseIp4(from), parseIp4(to)]
  return text === undefined || first === undefined || last === undefined ? undefined : { text, first, last }
}

/** The address asked for, or the first that no Service has; undefined when there is none. */
export function freeAddress({ first, last }: Pool, asked: string | undefined, read: Reader): string | undefined {
  const isFree = (ip: string) => read.find('services', `externalIP=${ip}`).length === 0
  if (asked) {
    const address = parseIp4(asked)
    return address !== undefined && address >= first && address <= last && isFree(asked) ? asked : undefined
  }
  for (let address = first; address <= last; address++) {
    const ip = formatIp4(address)
    if (isFree(ip)) return ip
  }
  return undefined
}
