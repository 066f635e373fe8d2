import { ZONE } from './records.ts'

/** What a Pod's /etc/resolv.conf says. */
export interface ResolvConf {
  nameservers: string[]
  search: string[]
  ndots: number
}

export const CLUSTER_DNS = '10.96.0.10'

/** That of a Pod with dnsPolicy ClusterFirst. */
export const clusterFirst = (namespace: string): ResolvConf => ({
  nameservers: [CLUSTER_DNS],
  search: [`${namespace}.svc.${ZONE}`, `svc.${ZONE}`, ZONE],
  ndots: 5,
})

export function parseResolvConf(text: string): ResolvConf {
  const conf: ResolvConf = { nameservers: [], search: [], ndots: 1 }
  for (const line of text.split('\n')) {
    const [word, ...rest] = line.split(/\s+/)
    if (word === 'nameserver') conf.nameservers.push(rest[0]!)
    if (word === 'search') conf.search = rest
    if (word === 'options') {
      for (const option of rest) if (option.startsWith('ndots:')) conf.ndots = Number(option.slice(6))
    }
  }
  return conf
}

/** The full names that are asked for in turn until one has an answer, as glibc does. */
export function candidates(name: string, { search, ndots }: ResolvConf): string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)]
  const searched = search.map(domain => `${name}.${domain}`)
  return name.split('.').length - 1 >= ndots ? [name, ...searched] : [...searched, name]
}
