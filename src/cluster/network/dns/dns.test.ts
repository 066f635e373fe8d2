import { describe, expect, test } from 'vitest'
import type { Reader } from '../../../api/kind.ts'
import type { KubeObject, Pod } from '../../../lib/objects.ts'
import { etcHosts, resolvConf } from '../../kubelet/etc.ts'
import { anonymousClient, podClient } from '../client.ts'
import { SLICES } from './endpoints.ts'
import type { Message, RecordType } from './message.ts'
import { resolve } from './resolve.ts'
import { candidates, parseResolvConf } from './search.ts'
import { ask, type Reach, reachOf } from './server.ts'

/** A cluster of given objects by resource. */
function cluster(objects: Record<string, object[]>): Reader {
  const all = objects as unknown as Record<string, KubeObject[]>
  const terms = (resource: string, { metadata, spec, status }: KubeObject): string[] => {
    if (resource === 'pods') return [`node=${spec.nodeName}`]
    if (resource === 'nodes') return (status.addresses ?? []).map(({ address }: any) => `address=${address}`)
    if (resource === SLICES) return [`service=${metadata.namespace}/${metadata.labels!['kubernetes.io/service-name']}`]
    return (spec?.clusterIPs ?? []).map((ip: string) => `clusterIP=${ip}`)
  }
  const inside = (namespace?: string) => (o: KubeObject) =>
    namespace === undefined || o.metadata.namespace === namespace
  return {
    get: (resource: string, namespace: string | undefined, name: string) =>
      all[resource]?.find(o => o.metadata.name === name && o.metadata.namespace === namespace),
    list: (resource: string, namespace?: string) => (all[resource] ?? []).filter(inside(namespace)),
    find: (resource: string, term: string) => (all[resource] ?? []).filter(o => terms(resource, o).includes(term)),
  } as unknown as Reader
}

const service = (name: string, clusterIP: string | undefined, spec: object = {}, namespace = 'shop') => ({
  metadata: { name, namespace },
  spec: { clusterIP, clusterIPs: clusterIP ? [clusterIP] : undefined, ports: [HTTP], ...spec },
  status: {},
})
const HTTP = { name: 'http', port: 80, protocol: 'TCP' }
const DNS_PORT = { name: 'dns', port: 53, protocol: 'UDP' }
const slice = (
  of: string,
  endpoints: object[],
  ports: object[] | null = [{ ...HTTP, port: 8080 }],
  namespace = 'shop',
) => ({
  metadata: { name: `${of}-x`, namespace, labels: { 'kubernetes.io/service-name': of } },
  addressType: 'IPv4',
  ports,
  endpoints,
})
const at = (ip: string, rest: object = {}) => ({ addresses: [ip], conditions: { ready: true }, ...rest })
const pod = (name: string, ip: string, spec: object = {}, namespace = 'shop') => ({
  metadata: { name, namespace },
  spec: { nodeName: 'n1', containers: [], ...spec },
  status: { phase: 'Running', podIP: ip },
})
const alias = (name: string, externalName: string) => service(name, undefined, { type: 'ExternalName', externalName })

const OBJECTS = {
  namespaces: ['shop', 'default', 'kube-system'].map(name => ({ metadata: { name } })),
  nodes: [
    {
      metadata: { name: 'n1' },
      spec: { podCIDR: '10.244.1.0/24' },
      status: { addresses: [{ type: 'InternalIP', address: '172.18.0.3' }] },
    },
  ],
  pods: [
    pod(
      'coredns-1',
      '10.244.1.2',
      { containers: [{ image: 'registry.k8s.io/coredns/coredns:v1.13.1' }] },
      'kube-system',
    ),
    pod('web-1', '10.244.1.5'),
  ],
  services: [
    service('kube-dns', '10.96.0.10', { ports: [DNS_PORT] }, 'kube-system'),
    service('web', '10.96.1.1', { ports: [HTTP, { name: 'dns', port: 53, protocol: 'UDP' }] }),
    service('plain', '10.96.1.2', { ports: [{ port: 80, protocol: 'TCP' }] }),
    service('empty', '10.96.1.3'),
    service('db', 'None'),
    service('silent', 'None'),
    service('portless', 'None', { ports: undefined }),
    alias('out', 'database.example.com'),
    alias('dotted', 'database.example.com.'),
    alias('in', 'web.shop.svc.cluster.local'),
    alias('gone', 'nothing.shop.svc.cluster.local'),
    alias('nowhere', 'nothing.example.com'),
    alias('ring', 'ring2.shop.svc.cluster.local'),
    alias('ring2', 'ring.shop.svc.cluster.local'),
    alias('self', 'self.shop.svc.cluster.local'),
    alias('number', '192.0.2.10'),
  ],
  [SLICES]: [
    slice('kube-dns', [at('10.244.1.2')], [DNS_PORT], 'kube-system'),
    slice('web', [at('10.244.1.5'), at('10.244.1.6', { conditions: { ready: false } })]),
    slice('db', [
      at('10.244.1.7', { hostname: 'db-0' }),
      at('10.244.1.5'),
      at('10.244.1.9', { conditions: { ready: false } }),
    ]),
    slice('silent', [at('10.244.1.7', { conditions: { ready: false } })]),
    slice('portless', [at('10.244.1.7')], null),
  ],
}
const read = cluster(OBJECTS)
const client = anonymousClient('shop', read)
const reach = reachOf(client, read)

const SOA = 'ns.dns.cluster.local. hostmaster.cluster.local. 1700000000 7200 1800 86400 30'

function asked(name: string, type: RecordType, server = '10.96.0.10'): string {
  const reply = ask(server, { name, type }, reach, read, 1_700_000_000_000)
  return typeof reply === 'string' ? reply : gist(reply)
}

function gist({ status, authoritative, answer, authority }: Message): string {
  const records = answer.map(({ type, data }) => `${type} ${data}`)
  const outcome = status !== 'NOERROR' ? status : records.length > 0 ? records.join(', ') : 'NODATA'
  if (records.length === 0 && authoritative) expect(authority.map(({ data }) => data)).toEqual([SOA])
  return authoritative ? outcome : `${outcome} (from outside)`
}

const zone = (name: string) => (name === '' ? 'cluster.local' : `${name}.cluster.local`)

describe('records of the zone', () => {
  test.each<[string, RecordType, string]>([
    // A Service with a ClusterIP has its record also without endpoints.
    ['web.shop.svc', 'A', 'A 10.96.1.1'],
    ['WEB.Shop.SVC', 'A', 'A 10.96.1.1'],
    ['empty.shop.svc', 'A', 'A 10.96.1.3'],
    ['web.shop.svc', 'AAAA', 'NODATA'],
    ['web.shop.svc', 'CNAME', 'NODATA'],
    ['web.shop.svc', 'MX', 'NODATA'],
    // Headless: the ready endpoints.
    ['db.shop.svc', 'A', 'A 10.244.1.7, A 10.244.1.5'],
    ['silent.shop.svc', 'A', 'NXDOMAIN'],
    ['portless.shop.svc', 'A', 'A 10.244.1.7'],
    // Single endpoints, by hostname or by address, of any Service.
    ['db-0.db.shop.svc', 'A', 'A 10.244.1.7'],
    ['10-244-1-5.db.shop.svc', 'A', 'A 10.244.1.5'],
    ['10-244-1-7.db.shop.svc', 'A', 'NXDOMAIN'],
    ['10-244-1-9.db.shop.svc', 'A', 'NXDOMAIN'],
    ['10-244-1-5.web.shop.svc', 'A', 'A 10.244.1.5'],
    ['10-244-1-6.web.shop.svc', 'A', 'NXDOMAIN'],
    // SRV: named ports.
    ['_http._tcp.web.shop.svc', 'SRV', 'SRV 0 100 80 web.shop.svc.cluster.local.'],
    ['_dns._udp.web.shop.svc', 'SRV', 'SRV 0 100 53 web.shop.svc.cluster.local.'],
    ['_dns._tcp.web.shop.svc', 'SRV', 'NXDOMAIN'],
    ['_https._tcp.web.shop.svc', 'SRV', 'NXDOMAIN'],
    ['web.shop.svc', 'SRV', 'SRV 0 50 80 web.shop.svc.cluster.local., SRV 0 50 53 web.shop.svc.cluster.local.'],
    ['plain.shop.svc', 'SRV', 'SRV 0 100 80 plain.shop.svc.cluster.local.'],
    ['_http._tcp.plain.shop.svc', 'SRV', 'NXDOMAIN'],
    [
      '_http._tcp.db.shop.svc',
      'SRV',
      'SRV 0 50 8080 db-0.db.shop.svc.cluster.local., SRV 0 50 8080 10-244-1-5.db.shop.svc.cluster.local.',
    ],
    ['portless.shop.svc', 'SRV', 'NODATA'],
    ['_http._tcp.portless.shop.svc', 'SRV', 'NXDOMAIN'],
    ['out.shop.svc', 'SRV', 'NODATA'],
    // Pod records say what they are asked.
    ['10-244-7-7.shop.pod', 'A', 'A 10.244.7.7'],
    ['10-244-7-7.nowhere.pod', 'A', 'NXDOMAIN'],
    ['10-244-7-777.shop.pod', 'A', 'NXDOMAIN'],
    ['web-1.shop.pod', 'A', 'NXDOMAIN'],
    // Aliases.
    ['out.shop.svc', 'A', 'CNAME database.example.com., A 192.0.2.10'],
    ['dotted.shop.svc', 'A', 'CNAME database.example.com., A 192.0.2.10'],
    ['out.shop.svc', 'AAAA', 'CNAME database.example.com.'],
    ['out.shop.svc', 'CNAME', 'CNAME database.example.com.'],
    ['in.shop.svc', 'A', 'CNAME web.shop.svc.cluster.local., A 10.96.1.1'],
    ['nowhere.shop.svc', 'A', 'CNAME nothing.example.com.'],
    ['gone.shop.svc', 'A', 'NODATA'],
    ['ring.shop.svc', 'A', 'NODATA'],
    ['self.shop.svc', 'A', 'NODATA'],
    ['number.shop.svc', 'A', 'NXDOMAIN'],
    ['x.out.shop.svc', 'A', 'NXDOMAIN'],
    // Names that only have others below them, and those that do not exist.
    ['', 'A', 'NODATA'],
    ['svc', 'A', 'NODATA'],
    ['pod', 'A', 'NODATA'],
    ['shop.svc', 'A', 'NODATA'],
    ['shop.pod', 'A', 'NODATA'],
    ['nowhere.svc', 'A', 'NXDOMAIN'],
    ['web.nowhere.svc', 'A', 'NXDOMAIN'],
    ['nothing.shop.svc', 'A', 'NXDOMAIN'],
    ['web.shop', 'A', 'NXDOMAIN'],
    ['a.b.c.web.shop.svc', 'A', 'NXDOMAIN'],
    // The zone itself.
    ['dns-version', 'TXT', 'TXT "1.1.0"'],
    ['', 'NS', 'NS ns.dns.cluster.local.'],
    ['ns.dns', 'A', 'A 10.96.0.10'],
    ['', 'SOA', `SOA ${SOA}`],
  ])('%s %s', (name, type, expected) => {
    expect(asked(zone(name), type)).toBe(expected)
  })

  test('SRV brings the addresses of its targets', () => {
    const reply = ask('10.96.0.10', { name: zone('_http._tcp.db.shop.svc'), type: 'SRV' }, reach, read, 0) as Message
    expect(reply.additional.map(({ name, ttl, data }) => `${name} ${ttl} ${data}`)).toEqual([
      'db-0.db.shop.svc.cluster.local 30 10.244.1.7',
      '10-244-1-5.db.shop.svc.cluster.local 30 10.244.1.5',
    ])
  })
})

describe('names of addresses', () => {
  test.each([
    ['1.1.96.10', 'PTR web.shop.svc.cluster.local.'],
    ['5.1.244.10', 'PTR 10-244-1-5.web.shop.svc.cluster.local., PTR 10-244-1-5.db.shop.svc.cluster.local.'],
    ['7.1.244.10', 'PTR db-0.db.shop.svc.cluster.local., PTR 10-244-1-7.portless.shop.svc.cluster.local.'],
    ['6.1.244.10', 'NXDOMAIN (from outside)'],
    ['10.2.0.192', 'NXDOMAIN (from outside)'],
  ])('%s', (digits, expected) => {
    expect(asked(`${digits}.in-addr.arpa`, 'PTR')).toBe(expected)
  })
})

describe('who answers', () => {
  test.each([
    ['10.96.0.10', 'web.shop.svc.cluster.local', 'A 10.96.1.1'],
    ['10.244.1.2', 'web.shop.svc.cluster.local', 'A 10.96.1.1'],
    ['172.18.0.1', 'web.shop.svc.cluster.local', 'NXDOMAIN (from outside)'],
    ['172.18.0.1', 'example.com', 'A 192.0.2.80 (from outside)'],
    ['10.96.0.10', 'n1', 'A 172.18.0.3 (from outside)'],
    ['10.244.1.5', 'example.com', 'refused'],
    ['172.18.0.3', 'example.com', 'refused'],
    ['10.244.1.77', 'example.com', 'timeout'],
    ['192.0.2.10', 'example.com', 'timeout'],
  ])('%s asked for %s', (server, name, expected) => {
    expect(asked(name, 'A', server)).toBe(expected)
  })

  test.each([
    ['no endpoints', { ...OBJECTS, [SLICES]: [] }, 'refused'],
    [
      'no Service any more',
      { ...OBJECTS, services: [], 'deployments.apps': [{ metadata: { name: 'coredns', namespace: 'kube-system' } }] },
      'timeout',
    ],
    ['nothing listed (bare)', { ...OBJECTS, services: [] }, 'cluster'],
  ])('the cluster DNS with %s', (_, objects, expected) => {
    const without = cluster(objects as Record<string, object[]>)
    expect(reachOf(client, without)('10.96.0.10')).toBe(expected)
  })
})

describe('search', () => {
  const conf = (text: string) => parseResolvConf(text)
  test.each([
    ['web', 'search a.b c\noptions ndots:5\n', 'web.a.b web.c web'],
    ['web.x', 'search a.b c\noptions ndots:1\n', 'web.x web.x.a.b web.x.c'],
    ['web.x', 'search a.b c\noptions ndots:2\n', 'web.x.a.b web.x.c web.x'],
    ['web.x.', 'search a.b c\noptions ndots:5\n', 'web.x'],
    ['web', 'search .\n', 'web web'],
    ['web', '', 'web'],
  ])('%s with %j', (name, text, expected) => {
    expect(candidates(name, conf(text)).join(' ')).toBe(expected)
  })
  test('resolv.conf is read within its limits', () => {
    expect(
      conf(
        'nameserver 1.1.1.1\nnameserver 2.2.2.2\nnameserver 3.3.3.3\nnameserver 4.4.4.4\noptions ndots:99 timeout:1 attempts:9\n',
      ),
    ).toEqual({
      nameservers: ['1.1.1.1', '2.2.2.2', '3.3.3.3'],
      search: [],
      ndots: 15,
      timeout: 1,
      attempts: 5,
    })
  })

  const looked = (name: string, way: Reach = reach, from = client) => {
    const { addresses, queries, ms, unreachable } = resolve(name, from, read, 0, way)
    const tried = queries.map(query => `${query.name}=${query.answer.status}`)
    return { addresses, tried, ms, unreachable }
  }
  test('names with a dot are looked for in the namespace first', () => {
    expect(looked('web.shop')).toEqual({
      addresses: ['10.96.1.1'],
      tried: ['web.shop.shop.svc.cluster.local=NXDOMAIN', 'web.shop.svc.cluster.local=NOERROR'],
      ms: 2,
      unreachable: undefined,
    })
  })
  test('a name outside is looked for in every domain before', () => {
    expect(looked('example.com').tried).toHaveLength(4)
    expect(looked('example.com.').tried).toEqual(['example.com=NOERROR'])
  })
  test('an alias without addresses does not end the search', () => {
    expect(looked('nowhere')).toMatchObject({ addresses: [], ms: 4 })
  })
  test('without a server the name is tried once more as it stands, each time twice for five seconds', () => {
    expect(looked('web', () => 'timeout')).toEqual({
      addresses: [],
      tried: ['web.shop.svc.cluster.local=TIMEOUT', 'web.shop.svc.cluster.local=TIMEOUT', 'web=TIMEOUT', 'web=TIMEOUT'],
      ms: 20_000,
      unreachable: true,
    })
  })
  test('a server that refuses ends the search at once', () => {
    expect(looked('web', () => 'refused')).toMatchObject({ addresses: [], ms: 2, unreachable: true })
  })
  test('the second server answers for the first', () => {
    const two = podClient(pod('two', '10.244.1.8', { dnsConfig: { nameservers: ['192.0.2.53'] } }) as unknown as Pod)
    expect(looked('web', server => (server === '192.0.2.53' ? 'cluster' : 'timeout'), two)).toMatchObject({
      addresses: ['10.96.1.1'],
      ms: 5001,
    })
  })
  test('aliases of /etc/hosts go first', () => {
    const hostAliases = [{ ip: '192.0.2.99', hostnames: ['db', 'db.example.com'] }]
    const aliased = podClient(pod('a', '10.244.1.8', { hostAliases }) as unknown as Pod)
    expect(looked('db.example.com', reach, aliased)).toMatchObject({ addresses: ['192.0.2.99'], tried: [] })
  })
})

describe('/etc/resolv.conf', () => {
  const search = 'search shop.svc.cluster.local svc.cluster.local cluster.local'
  const own = {
    nameservers: ['192.0.2.53'],
    searches: ['corp.example.com'],
    options: [{ name: 'ndots', value: '2' }, { name: 'edns0' }],
  }
  test.each<[string, object, string[]]>([
    ['the default', {}, [search, 'nameserver 10.96.0.10', 'options ndots:5']],
    ['ClusterFirst on the host network', { hostNetwork: true }, ['nameserver 172.18.0.1']],
    [
      'ClusterFirstWithHostNet',
      { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' },
      [search, 'nameserver 10.96.0.10', 'options ndots:5'],
    ],
    ['Default', { dnsPolicy: 'Default' }, ['nameserver 172.18.0.1']],
    [
      'None',
      { dnsPolicy: 'None', dnsConfig: own },
      ['search corp.example.com', 'nameserver 192.0.2.53', 'options ndots:2 edns0'],
    ],
    [
      'ClusterFirst with dnsConfig',
      { dnsConfig: own },
      [`${search} corp.example.com`, 'nameserver 10.96.0.10', 'nameserver 192.0.2.53', 'options ndots:2 edns0'],
    ],
    [
      'double entries',
      { dnsConfig: { nameservers: ['10.96.0.10'], searches: ['cluster.local.'] } },
      [search, 'nameserver 10.96.0.10', 'options ndots:5'],
    ],
  ])('%s', (_, spec, lines) => {
    expect(resolvConf(pod('p', '10.244.1.8', spec) as unknown as Pod).split('\n')).toEqual([...lines, ''])
  })
  test('three servers and 2048 characters', () => {
    const dnsConfig = {
      nameservers: ['1.1.1.1', '2.2.2.2', '3.3.3.3'],
      searches: Array.from({ length: 29 }, (_, i) => `${i}${'x'.repeat(98)}.y`),
    }
    const lines = resolvConf(pod('p', '10.244.1.8', { dnsConfig }) as unknown as Pod).split('\n')
    expect(lines.filter(line => line.startsWith('nameserver'))).toHaveLength(3)
    expect(lines[0]!.length - 'search '.length).toBeLessThanOrEqual(2048)
  })
})

test('/etc/hosts', () => {
  const last = (spec: object) =>
    etcHosts(pod('p', '10.244.1.8', spec) as unknown as Pod)
      .trimEnd()
      .split('\n')
      .slice(7)
  expect(last({})).toEqual(['10.244.1.8\tp'])
  expect(last({ hostname: 'db-0', subdomain: 'db' })).toEqual(['10.244.1.8\tdb-0.db.shop.svc.cluster.local\tdb-0'])
  expect(last({ hostNetwork: true })).toEqual(['10.244.1.8\tn1'])
  expect(last({ hostAliases: [{ ip: '192.0.2.1', hostnames: ['a', 'b'] }] })).toEqual([
    '10.244.1.8\tp',
    '',
    '# Entries added by HostAliases.',
    '192.0.2.1\ta\tb',
  ])
})
