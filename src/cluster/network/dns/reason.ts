import type { Reader } from '../../../api/kind.ts'
import type { EndpointSlice, Service } from '../../../lib/objects.ts'
import { HOST_RESOLVER } from '../../kubelet/etc.ts'
import type { Client } from '../client.ts'
import { reach } from '../proxy/reach.ts'
import type { DnsQuery } from './call.ts'
import { isHeadless, SLICES } from './endpoints.ts'
import { isWithin, type RecordType, withoutDot } from './message.ts'
import { ZONE } from './zone.ts'

/** In plain words, why a search had no answer. `name` as it was asked for. */
export function reason(name: string, type: RecordType, queries: DnsQuery[], client: Client, read: Reader): string {
  const last = queries.at(-1)!
  if (last.status === 'TIMEOUT' || last.status === 'REFUSED') return silence(last, client, read)
  const base = withoutDot(name)
  const nobody = `no host outside the cluster is called ${base} (see: kubesim external list)`
  const full = meant(name, queries, read)
  if (full !== undefined) {
    const inside = insideReason(full, type, read) ?? `${full} has no ${type} record`
    return isPerhapsOutside(base, full, read) ? `${inside}, and ${nobody}` : inside
  }
  const empty = queries.find(({ status }) => status === 'NODATA')
  if (empty) {
    const alias = empty.records.findLast(record => record.type === 'CNAME')
    return alias
      ? `${withoutDot(alias.data)}, which the alias leads to, has no address`
      : `${empty.name} has no ${type} record`
  }
  if (last.server !== HOST_RESOLVER) return nobody
  const { dnsPolicy, hostNetwork } = client.pod?.spec ?? {}
  const why = !client.pod
    ? 'nodes ask the name server of their own network'
    : hostNetwork && dnsPolicy === 'ClusterFirst'
      ? "on its node's network the Pod needs the dnsPolicy ClusterFirstWithHostNet"
      : `the Pod's dnsPolicy is ${dnsPolicy}`
  return `${last.server} does not know the names in the cluster (${why}), and ${nobody}`
}

/** The name in the zone that was meant: one of a Service that exists, else what its number of labels suggests. */
function meant(name: string, queries: DnsQuery[], read: Reader): string | undefined {
  const inZone = queries.filter(query => isWithin(query.name, ZONE) && query.authoritative)
  const known = inZone.find(query => query.status === 'NODATA' || serviceIn(query.name, read))
  if (known) return known.name
  const asked = withoutDot(name)
  if (isWithin(asked, ZONE)) return inZone.length > 0 ? asked : undefined
  // One label is a Service here, two are Service and namespace, more end in svc or pod; the rest are names outside.
  const labels = asked.split('.')
  if (labels.length === 1) return inZone[0]?.name
  const ending = labels.length === 2 ? `svc.${ZONE}` : /^(svc|pod)$/.test(labels.at(-1)!) ? ZONE : undefined
  return inZone.find(query => query.name === `${asked}.${ending}`)?.name
}

/** `google.com`: two labels, of which the second is no namespace. */
function isPerhapsOutside(name: string, full: string, read: Reader): boolean {
  const labels = name.split('.')
  return labels.length === 2 && full === `${name}.svc.${ZONE}` && !read.get('namespaces', undefined, labels[1]!)
}

function serviceIn(full: string, read: Reader): Service | undefined {
  const [name, namespace, kind] = full
    .slice(0, -ZONE.length - 1)
    .split('.')
    .slice(-3)
  return kind === 'svc' ? read.get<Service>('services', namespace, name!) : undefined
}

function silence({ server, status }: DnsQuery, client: Client, read: Reader): string {
  const way = reach(client, { ip: server, port: 53, protocol: 'UDP' }, read)
  const nobody = status === 'TIMEOUT' ? `nothing comes back from ${server}` : `${server} refuses port 53/UDP`
  return way.kind === 'refused' || way.kind === 'dropped'
    ? `${nobody}: ${way.why}`
    : `${nobody}: there is no name server`
}

function insideReason(full: string, type: RecordType, read: Reader): string | undefined {
  const labels = full.slice(0, -ZONE.length - 1).split('.')
  const kind = labels.pop()
  if (kind !== 'svc' && kind !== 'pod') return `names in ${ZONE} end in .svc.${ZONE} or .pod.${ZONE}`
  const namespace = labels.pop()
  if (namespace === undefined) return undefined
  if (!read.get('namespaces', undefined, namespace)) return `there is no namespace ${JSON.stringify(namespace)}`
  const name = labels.pop()
  if (name === undefined) return undefined
  if (kind === 'pod') return `${name} is no address with dashes: Pods have no records by their names`
  const service = read.get<Service>('services', namespace, name)
  return service ? serviceReason(service, labels, type, read) : noService(namespace, name, read)
}

function noService(namespace: string, name: string, read: Reader): string {
  const elsewhere = read
    .list<Service>('services')
    .filter(({ metadata }) => metadata.name === name)
    .map(({ metadata }) => metadata.namespace!)
  const other = elsewhere.length > 0 ? `; there is one in ${elsewhere.join(', ')}: ask for ${name}.${elsewhere[0]}` : ''
  const pod = read.get('pods', namespace, name) ? '; there is a Pod of that name, but Pods have no names in DNS' : ''
  return `there is no Service ${JSON.stringify(name)} in namespace ${JSON.stringify(namespace)}${other || pod}`
}

function serviceReason(service: Service, labels: string[], type: RecordType, read: Reader): string | undefined {
  const { namespace, name } = service.metadata
  const { spec } = service
  const called = `Service ${namespace}/${name}`
  if (spec.type === 'ExternalName') return aliasReason(service, labels, type, read)
  if (labels.length === 2) {
    const [port = '', protocol = ''] = labels.map(label => label.replace(/^_/, ''))
    const names = (spec.ports ?? []).flatMap(each =>
      each.name ? [`_${each.name}._${each.protocol!.toLowerCase()}`] : [],
    )
    const known = names.length > 0 ? `it has ${names.join(', ')}` : 'it has no named ports'
    const empty = isHeadless(service) ? emptiness(service, read) : undefined
    return empty ?? `${called} has no port ${JSON.stringify(port)} over ${protocol.toUpperCase()}: ${known}`
  }
  const empty = isHeadless(service) || labels.length === 1 ? emptiness(service, read) : undefined
  if (empty) return empty
  if (labels.length === 1) return `${called} has no ready endpoint called ${JSON.stringify(labels[0])}`
  if (type === 'SRV') return `${called} has no ports`
  return undefined
}

/** Why a headless Service has no record at all; undefined when it has ready endpoints. */
function emptiness({ metadata: { namespace, name }, spec }: Service, read: Reader): string | undefined {
  const endpoints = read
    .find<EndpointSlice>(SLICES, `service=${namespace}/${name}`)
    .flatMap(slice => slice.endpoints ?? [])
  if (endpoints.some(({ conditions }) => conditions?.ready !== false)) return undefined
  const headless = spec.clusterIP === 'None' ? 'Headless Service' : 'Service'
  const count = endpoints.length === 1 ? 'its only endpoint is not' : `none of its ${endpoints.length} endpoints is`
  const why = endpoints.length > 0 ? `${count} ready` : 'it has no endpoints'
  return `${headless} ${namespace}/${name} has no records: ${why} (see: kubesim why svc/${name}${namespace === 'default' ? '' : ` -n ${namespace}`})`
}

function aliasReason({ metadata, spec }: Service, labels: string[], type: RecordType, read: Reader): string {
  const called = `Service ${metadata.namespace}/${metadata.name}`
  const target = withoutDot(spec.externalName!)
  if (labels.length > 0) return `${called} is an alias for ${target}: there are no names below it`
  if (/^[\d.]+$/.test(target)) return `${called} is an alias for ${target}, which is an address and not a name`
  if (type !== 'A') return `${called} is an alias (ExternalName): it has no ${type} record`
  const seen = new Set<string>()
  let next: string | undefined = target
  while (next !== undefined && isWithin(next, ZONE) && !seen.has(next)) {
    seen.add(next)
    next = aliasOf(next, read)
  }
  if (next !== undefined && seen.has(next))
    return `the alias of ${called} goes round in a circle: ${[...seen, next].join(' -> ')}`
  return `${called} is an alias for ${[...seen].at(-1) ?? target}, which has no address`
}

function aliasOf(full: string, read: Reader): string | undefined {
  const service = serviceIn(full, read)
  return service?.spec.type === 'ExternalName' ? withoutDot(service.spec.externalName!) : undefined
}
