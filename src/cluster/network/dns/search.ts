import { clusterSearch, CLUSTER_DNS } from '../../kubelet/etc.ts'

/** What a Pod's /etc/resolv.conf says. */
export interface ResolvConf {
  nameservers: string[]
  search: string[]
  ndots: number
  /** Seconds to wait for a server, and how often all of them are tried. */
  timeout: number
  attempts: number
}

const DEFAULTS: ResolvConf = { nameservers: [], search: [], ndots: 1, timeout: 5, attempts: 2 }

/** That of a Pod with dnsPolicy ClusterFirst. */
export const clusterFirst = (namespace: string): ResolvConf => ({
  ...DEFAULTS,
  nameservers: [CLUSTER_DNS],
  search: clusterSearch(namespace),
  ndots: 5,
})

/** Reads resolv.conf as glibc does, resolv.conf(5): three servers, the last search line, numbers up to their limits. */
export function parseResolvConf(text: string): ResolvConf {
  const conf: ResolvConf = { ...DEFAULTS, nameservers: [] }
  for (const line of text.split('\n')) {
    const [word, ...rest] = line.trim().split(/\s+/)
    if (word === 'nameserver' && rest[0] && conf.nameservers.length < 3) conf.nameservers.push(rest[0])
    if (word === 'search' || word === 'domain') conf.search = word === 'domain' ? rest.slice(0, 1) : rest
    if (word === 'options') for (const option of rest) set(conf, option)
  }
  if (conf.nameservers.length === 0) conf.nameservers.push('127.0.0.1')
  return conf
}

const MOST = { ndots: 15, timeout: 30, attempts: 5 }

function set(conf: ResolvConf, option: string): void {
  const [, name, digits] = /^(ndots|timeout|attempts):(\d+)$/.exec(option) ?? []
  if (name === 'ndots' || name === 'timeout' || name === 'attempts') conf[name] = Math.min(Number(digits), MOST[name])
}

/** The full names that are asked for in turn until one has an answer, as glibc does. */
export function candidates(name: string, { search, ndots }: Pick<ResolvConf, 'search' | 'ndots'>): string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)]
  const searched = search.map(domain => (domain === '.' ? name : `${name}.${domain.replace(/\.$/, '')}`))
  return name.split('.').length - 1 >= ndots ? [name, ...searched] : [...searched, name]
}
