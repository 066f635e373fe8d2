import type { Reader } from '../../../api/kind.ts'
import { parseIp4 } from '../../../lib/ip.ts'
import type { Service } from '../../../lib/objects.ts'
import type { Ms } from '../../../lib/time.ts'
import { endpointsOf, isHeadless, type Endpoint } from './endpoints.ts'
import { type DnsRecord, isWithin, type Message, type Question, type RecordType, withoutDot } from './message.ts'
import { outside } from './upstream.ts'

/**
 * The cluster's zone as its DNS server answers for it. Modelled on the specification 1.1.0 (kubernetes/dns) and coredns
 * plugin/kubernetes with kubeadm's settings: `pods insecure`, `ttl 30`.
 */

export const ZONE = 'cluster.local'
export const TTL = 30

/** Where the answer comes from. */
export interface Source {
  read: Reader
  now: Ms
}

/** What a name stands for: `host` is an address or another name; `name` is what is spoken of. Port -1: it has none. */
interface Found {
  host: string
  name: string
  port: number
}

type Finding = Found[] | 'NXDOMAIN'

/** How often a CNAME is followed. */
const MAX_ALIASES = 7

/** Answers a question about a name in the zone. */
export function zoneAnswer(question: Question, source: Source): Message {
  const { name, type } = question
  if (name === `dns-version.${ZONE}` && type === 'TXT') {
    return answered([{ name, ttl: 28800, type, data: '"1.1.0"' }])
  }
  if (name === ZONE) return apex(type, source)
  const found = name === `ns.dns.${ZONE}` ? nameServer(source.read) : find(name, source.read)
  if (found === 'NXDOMAIN') return { ...answered([]), status: 'NXDOMAIN', authority: [soa(source)] }
  if (type === 'SRV') return orNoData(services(name, found), source)
  return orNoData(answered(recordsOf(question, found, source, [])), source)
}

const answered = (answer: DnsRecord[], additional: DnsRecord[] = []): Message => ({
  status: 'NOERROR',
  authoritative: true,
  answer,
  authority: [],
  additional,
})

const orNoData = (message: Message, source: Source): Message =>
  message.answer.length > 0 ? message : { ...message, authority: [soa(source)] }

const soa = ({ now }: Source): DnsRecord => ({
  name: ZONE,
  ttl: TTL,
  type: 'SOA',
  data: `ns.dns.${ZONE}. hostmaster.${ZONE}. ${Math.floor(now / 1000)} 7200 1800 86400 30`,
})

function apex(type: RecordType, source: Source): Message {
  if (type === 'SOA') return answered([soa(source)])
  if (type !== 'NS') return orNoData(answered([]), source)
  const name = `ns.dns.${ZONE}`
  const servers = nameServer(source.read)
  return orNoData(
    answered(
      servers.length > 0 ? [{ name: ZONE, ttl: TTL, type, data: `${name}.` }] : [],
      servers.map(({ host }) => ({ name, ttl: TTL, type: 'A', data: host })),
    ),
    source,
  )
}

function nameServer(read: Reader): Found[] {
  const dns = read.get<Service>('services', 'kube-system', 'kube-dns')
  const name = `ns.dns.${ZONE}`
  return (dns?.spec.clusterIPs ?? []).map(host => ({ host, name, port: 53 }))
}

/** The records of a type (all but SRV); aliases are followed for addresses. */
function recordsOf({ name, type }: Question, found: Found[], source: Source, before: DnsRecord[]): DnsRecord[] {
  const records: DnsRecord[] = []
  for (const { host } of found) {
    const isAddress = parseIp4(host) !== undefined
    if (isAddress && type === 'A' && !records.some(({ data }) => data === host)) {
      records.push({ name, ttl: TTL, type, data: host })
    }
    if (isAddress || (type !== 'A' && type !== 'AAAA' && type !== 'CNAME')) continue
    const alias: DnsRecord = { name, ttl: TTL, type: 'CNAME', data: `${host}.` }
    if (type === 'CNAME') records.push(alias)
    else records.push(...followed(alias, type, source, before))
  }
  return records
}

/** An alias and what it leads to. In the zone an alias that leads nowhere, or round in a circle, is left out. */
function followed(alias: DnsRecord, type: RecordType, source: Source, before: DnsRecord[]): DnsRecord[] {
  const target = withoutDot(alias.data).toLowerCase()
  if (alias.name === target || before.length > MAX_ALIASES) return []
  if (before.some(({ name, data }) => name === alias.name && data === alias.data)) return []
  if (!isWithin(target, ZONE)) return [alias, ...outside({ name: target, type }, source.read).answer]
  const found = find(target, source.read)
  const next = found === 'NXDOMAIN' ? [] : recordsOf({ name: target, type }, found, source, [...before, alias])
  return next.length > 0 ? [alias, ...next] : []
}

/** One SRV record per target and port, of equal weight; the targets' addresses come with them. */
function services(name: string, found: Found[]): Message {
  const weight = Math.max(1, Math.floor(100 / found.length))
  const answer = new Map<string, DnsRecord>()
  const additional = new Map<string, DnsRecord>()
  for (const { host, name: target, port } of found) {
    if (port === -1 || parseIp4(host) === undefined) continue
    answer.set(`${target}:${port}`, { name, ttl: TTL, type: 'SRV', data: `0 ${weight} ${port} ${target}.` })
    additional.set(`${target} ${host}`, { name: target, ttl: TTL, type: 'A', data: host })
  }
  return answered([...answer.values()], [...additional.values()])
}

/**
 * What stands behind a name in the zone; nothing (NODATA) for names that only have others below them.
 * `[endpoint.|_port._protocol.]service.namespace.svc`, `a-b-c-d.namespace.pod`.
 */
function find(name: string, read: Reader): Finding {
  const labels = name.slice(0, -ZONE.length - 1).split('.')
  const kind = labels.pop()
  if (kind !== 'svc' && kind !== 'pod') return 'NXDOMAIN'
  const namespace = labels.pop()
  if (namespace === undefined) return []
  if (!read.get('namespaces', undefined, namespace)) return 'NXDOMAIN'
  const last = labels.pop()
  if (last === undefined) return []
  return kind === 'svc' ? findService(namespace, last, labels, name, read) : findPod(last, labels, name)
}

/** `10-244-1-5.default.pod.cluster.local` is that address, whether or not a Pod has it. */
function findPod(label: string, more: string[], name: string): Finding {
  const host = label.replaceAll('-', '.')
  return more.length === 0 && parseIp4(host) !== undefined ? [{ host, name, port: -1 }] : 'NXDOMAIN'
}

function findService(namespace: string, name: string, labels: string[], full: string, read: Reader): Finding {
  const service = read.get<Service>('services', namespace, name)
  if (!service || labels.length > 2) return 'NXDOMAIN'
  const { spec } = service
  if (spec.type === 'ExternalName') {
    const host = withoutDot(spec.externalName!)
    return labels.length > 0 || parseIp4(host) !== undefined ? 'NXDOMAIN' : [{ host, name: full, port: -1 }]
  }
  const [portName, protocol] = labels.length === 2 ? labels.map(label => label.replace(/^_/, '')) : []
  const endpoint = labels.length === 1 ? labels[0] : undefined
  const isAsked = (port: { name?: string; protocol?: string }) =>
    portName === undefined ||
    ((portName === '' || portName === (port.name ?? '')) && protocol === (port.protocol ?? 'TCP').toLowerCase())

  const base = `${name}.${namespace}.svc.${ZONE}`
  const found: Found[] = []
  if (endpoint !== undefined || isHeadless(service)) {
    for (const each of endpointsOf(service, read)) {
      if (endpoint !== undefined && endpoint !== each.label) continue
      found.push(...portsOf(each, isAsked).map(port => ({ host: each.ip, name: `${each.label}.${base}`, port })))
    }
  } else {
    for (const port of spec.ports ?? []) {
      if (isAsked(port)) for (const host of spec.clusterIPs ?? []) found.push({ host, name: base, port: port.port })
    }
  }
  return found.length > 0 ? found : 'NXDOMAIN'
}

/** An endpoint without ports still has an address, unless a port is asked for. */
function portsOf({ ports }: Endpoint, isAsked: (port: { name?: string; protocol?: string }) => boolean): number[] {
  if (ports.length === 0) return isAsked({ name: '\0', protocol: '' }) ? [-1] : []
  return ports.filter(isAsked).map(({ port }) => port)
}
