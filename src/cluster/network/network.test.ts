import { describe, expect, test } from 'vitest'
import type { Reader } from '../../api/kind.ts'
import type { KubeObject, Pod } from '../../lib/objects.ts'
import { prng } from '../../lib/prng.ts'
import { anonymousClient, podClient } from './client.ts'
import type { ConnectRequest } from './connect/call.ts'
import type { Listen, Wires } from './connect/dial.ts'
import { exchanges } from './connect/exchange.ts'
import { parseUrl } from './connect/url.ts'
import { resolve } from './dns/resolve.ts'
import { candidates, clusterFirst } from './dns/search.ts'

const SLICES = 'endpointslices.discovery.k8s.io'

/** A cluster of given objects by resource. */
function cluster(objects: Record<string, object[]>): Reader {
  const all = objects as unknown as Record<string, KubeObject[]>
  const terms = (resource: string, { metadata, spec, status }: KubeObject): string[] => {
    if (resource === 'pods') return [`node=${spec.nodeName}`]
    if (resource === 'nodes') return status.addresses.map(({ address }: any) => `address=${address}`)
    if (resource === SLICES) return [`service=${metadata.namespace}/${metadata.labels!['kubernetes.io/service-name']}`]
    if (resource !== 'services') return []
    return [
      ...(spec.clusterIPs ?? []).map((ip: string) => `clusterIP=${ip}`),
      ...(spec.ports ?? []).map((port: any) => `nodePort=${port.nodePort}/${port.protocol}`),
      ...(status?.loadBalancer?.ingress ?? []).map(({ ip }: any) => `externalIP=${ip}`),
    ]
  }
  return {
    get: (resource: string, namespace: string | undefined, name: string) =>
      all[resource]?.find(o => o.metadata.name === name && o.metadata.namespace === namespace),
    list: (resource: string) => all[resource] ?? [],
    find: (resource: string, term: string) => (all[resource] ?? []).filter(o => terms(resource, o).includes(term)),
  } as unknown as Reader
}

const namespace = (name: string) => ({ metadata: { name } })
const node = (name: string, n: number) => ({
  metadata: { name, labels: {} },
  spec: { podCIDR: `10.244.${n}.0/24` },
  status: { addresses: [{ type: 'InternalIP', address: `172.18.0.${2 + n}` }] },
})
const pod = (name: string, ip: string, nodeName = 'n1', spec = {}) => ({
  metadata: { name, namespace: 'default', uid: name, labels: { version: name[0] } },
  spec: { nodeName, ...spec },
  status: { phase: 'Running', podIP: ip },
})
const service = (name: string, clusterIP: string, ports: object[], spec = {}, status = {}) => ({
  metadata: { name, namespace: 'default' },
  spec: { type: 'ClusterIP', clusterIP, clusterIPs: [clusterIP], ports, ...spec },
  status,
})
const slice = (of: string, port: number | undefined, endpoints: object[], name = 'http') => ({
  metadata: { name: `${of}-x`, namespace: 'default', labels: { 'kubernetes.io/service-name': of } },
  addressType: 'IPv4',
  ports: port === undefined ? null : [{ name, port, protocol: 'TCP' }],
  endpoints,
})
const endpoint = (ip: string, conditions: object = { ready: true }, rest = {}) => ({
  addresses: [ip],
  conditions,
  ...rest,
})
const http = { name: 'http', port: 80, protocol: 'TCP', targetPort: 8080 }

const read = cluster({
  namespaces: [namespace('default'), namespace('shop')],
  nodes: [node('n1', 1), node('n2', 2)],
  pods: [
    pod('a', '10.244.1.2'),
    pod('b', '10.244.1.3'),
    pod('c', '10.244.2.2', 'n2'),
    pod('db-0', '10.244.2.3', 'n2', { hostname: 'db-0', subdomain: 'db' }),
    pod('none', '10.244.2.4', 'n2', { dnsPolicy: 'Default' }),
  ],
  services: [
    service(
      'web',
      '10.96.1.1',
      [{ ...http, nodePort: 30080 }],
      { type: 'LoadBalancer' },
      { loadBalancer: { ingress: [{ ip: '172.18.255.200' }] } },
    ),
    service('sticky', '10.96.1.2', [http], {
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } },
    }),
    service('empty', '10.96.1.3', [http]),
    service('draining', '10.96.1.4', [http]),
    service('wrong', '10.96.1.5', [http]),
    service('db', 'None', [http]),
    service('silent', 'None', [http]),
    service('gone', '10.96.1.6', [http]),
    {
      metadata: { name: 'alias', namespace: 'default' },
      spec: { type: 'ExternalName', externalName: 'web.default.svc.cluster.local' },
    },
    {
      metadata: { name: 'loop', namespace: 'default' },
      spec: { type: 'ExternalName', externalName: 'loop.default.svc.cluster.local' },
    },
  ],
  [SLICES]: [
    slice('web', 8080, [
      endpoint('10.244.1.2'),
      endpoint('10.244.1.3'),
      endpoint('10.244.2.2'),
      endpoint('10.244.9.9', { ready: false, serving: false }),
    ]),
    slice('sticky', 8080, [
      endpoint('10.244.1.2', { ready: true }, { targetRef: { kind: 'Pod', namespace: 'default', name: 'a' } }),
      endpoint('10.244.1.3'),
      endpoint('10.244.2.2'),
    ]),
    slice('empty', undefined, []),
    slice('draining', 8080, [
      endpoint('10.244.1.2', { ready: false, serving: true, terminating: true }),
      endpoint('10.244.1.3', { ready: false, serving: false }),
    ]),
    slice('wrong', 9999, [endpoint('10.244.1.2')]),
    slice('db', 8080, [
      endpoint('10.244.2.3', { ready: true }, { hostname: 'db-0' }),
      endpoint('10.244.2.2', { ready: false }),
    ]),
    slice('silent', 8080, [endpoint('10.244.2.2', { ready: false })]),
    slice('gone', 8080, [endpoint('10.244.9.9')]),
  ],
})

const client = anonymousClient('default', read)
const other = anonymousClient('shop', read)
const podA = podClient(read.get<Pod>('pods', 'default', 'a')!)

test.each([
  ['web', ['web.default.svc.cluster.local', 'web.svc.cluster.local', 'web.cluster.local', 'web']],
  ['web.', ['web']],
  [
    'a.b.c.d.e.f',
    [
      'a.b.c.d.e.f',
      'a.b.c.d.e.f.default.svc.cluster.local',
      'a.b.c.d.e.f.svc.cluster.local',
      'a.b.c.d.e.f.cluster.local',
    ],
  ],
])('questions for %s', (name, expected) => {
  expect(candidates(name, clusterFirst('default'))).toEqual(expected)
})

describe('resolve', () => {
  test.each([
    ['web', client, '10.96.1.1'],
    ['web.default', client, '10.96.1.1'],
    ['web.default.svc', client, '10.96.1.1'],
    ['WEB.default.svc.cluster.local', client, '10.96.1.1'],
    ['web.default.svc.cluster.local.', client, '10.96.1.1'],
    ['web', other, ''],
    ['web.default', other, '10.96.1.1'],
    ['web.nowhere', client, ''],
    ['empty', client, '10.96.1.3'],
    ['db', client, '10.244.2.3'],
    ['db-0.db', client, '10.244.2.3'],
    ['10-244-1-2.web.default.svc.cluster.local', client, '10.244.1.2'],
    ['db-1.db', client, ''],
    ['silent', client, ''],
    ['alias', client, '10.96.1.1'],
    ['loop', client, ''],
    ['10-244-7-7.default.pod.cluster.local', client, '10.244.7.7'],
    ['n2', client, '172.18.0.4'],
    ['localhost', client, '127.0.0.1'],
    ['a', podA, '10.244.1.2'],
    ['a', client, ''],
    ['10.244.1.9', client, '10.244.1.9'],
    ['10.244.1.999', client, ''],
    ['nothere.example.com', client, ''],
    ['web', podClient(read.get<Pod>('pods', 'default', 'none')!), ''],
    ['n2', podClient(read.get<Pod>('pods', 'default', 'none')!), '172.18.0.4'],
  ])('%s', (name, from, expected) => {
    expect(resolve(name, from, read).addresses.join()).toBe(expected)
  })
})

/** Every Pod listens on 8080 and tells its name and whom it sees; 7000 and 7001 do not speak HTTP. */
const listen: Listen = ({ metadata }, port) => {
  if (port === 7000 || port === 7001) return { respond: () => undefined, banner: () => (port === 7000 ? 'hello' : '') }
  return port === 8080
    ? { respond: ({ from }) => ({ status: 200, body: `${metadata.name} ${from}` }), banner: () => '' }
    : undefined
}

function ask(url: string, options: Partial<ConnectRequest> = {}, from = client, wires: Partial<Wires> = {}) {
  const notes = new Map<string, unknown>()
  const memory = {
    note: <T>(name: string) => notes.get(name) as T,
    setNote: (name: string, value: unknown) => void notes.set(name, value),
  }
  const request = { url, method: 'GET', headers: {}, body: '', ...options }
  return exchanges(request, from, { read, now: 0, memory, listen, ...wires }, i => prng('test', i))
}
const failure = (...args: Parameters<typeof ask>) => {
  const { code, message } = ask(...args).exchanges[0]!.failure!
  return `${code} ${message.replace(/after \d ms/, 'after N ms')}`
}

describe('connections', () => {
  const refused = (host: string, port = 80) =>
    `7 Failed to connect to ${host} port ${port} after N ms: Could not connect to server`
  test.each([
    ['http://web', /^[abc] 10\.244\.1\.254$/],
    ['web/some/path?q=1', /^[abc] /],
    ['http://172.18.255.200', /^[abc] 172\.18\.0\.3$/],
    ['http://n2:30080', /^[abc] 172\.18\.0\.4$/],
    ['http://172.18.0.3:30080', /^[abc] 172\.18\.0\.3$/],
    ['http://draining', /^a /],
    ['http://db:8080', /^db-0 10\.244\.1\.254$/],
    ['http://10.244.2.2:8080', /^c /],
    ['http://alias', /^[abc] /],
  ])('%s is answered', (url, expected) => {
    const [exchange] = ask(url).exchanges
    expect(exchange!.response?.body).toMatch(expected)
  })
  test.each([
    ['http://nothere', '6 Could not resolve host: nothere'],
    ['http://empty', refused('empty')],
    ['http://wrong', refused('wrong')],
    ['http://db', refused('db')],
    ['http://10.244.1.2:81', refused('10.244.1.2', 81)],
    ['http://172.18.0.3:31000', refused('172.18.0.3', 31000)],
    ['http://localhost:8080', refused('localhost', 8080)],
    ['http://10.244.1.2:7000', '1 Received HTTP/0.9 when not allowed'],
    ['http://10.244.1.2:7001', '52 Empty reply from server'],
    ['https://web:80', '35 TLS connect error: error:0A00010B:SSL routines::wrong version number'],
    ['http://web:81', '28 Failed to connect to web port 81 after 130000 ms: Could not connect to server'],
    ['http://gone', '28 Failed to connect to gone port 80 after 130000 ms: Could not connect to server'],
    [
      'http://10.244.1.77:80',
      '28 Failed to connect to 10.244.1.77 port 80 after 130000 ms: Could not connect to server',
    ],
    ['gopher://web', '1 Protocol "gopher" not supported'],
    ['http://', '3 URL rejected: No host part in the URL'],
    ['http://web:99999', '3 URL rejected: Port number was not a decimal number between 0 and 65535'],
    ['http://we b', '3 URL rejected: Malformed input to a URL function'],
  ])('%s fails', (url, expected) => {
    expect(failure(url)).toBe(expected)
  })
  test('time-outs', () => {
    expect(failure('http://gone', { maxTime: 2000 })).toBe('28 Connection timed out after 2000 milliseconds')
    expect(failure('http://gone', { connectTimeout: 2000 })).toBe(
      '28 Failed to connect to gone port 80 after 2000 ms: Timeout was reached',
    )
  })
  test('from a Pod: its own address is seen, and localhost is itself', () => {
    expect(ask('http://10.244.2.2:8080', {}, podA).exchanges[0]!.response?.body).toBe('c 10.244.1.2')
    expect(ask('http://localhost:8080', {}, podA).exchanges[0]!.response?.body).toBe('a 127.0.0.1')
  })
})

describe('balancing', () => {
  test('each endpoint has the same chance', () => {
    const { tally, exchanges: shown } = ask('http://web', { repeat: 30_000, samples: 2 })
    expect(shown).toHaveLength(2)
    expect(tally.pods.map(({ pod: { name } }) => name)).toEqual(['a', 'b', 'c'])
    let chiSquare = 0
    for (const { count } of tally.pods) chiSquare += (count - 10_000) ** 2 / 10_000
    expect(chiSquare).toBeLessThan(13.8) // one in a thousand, two degrees of freedom
  })
  test('ClientIP affinity holds until its time-out', () => {
    const { tally } = ask('http://sticky', { repeat: 50 })
    expect(tally.pods).toHaveLength(1)
    const notes = new Map<string, unknown>()
    const memory = {
      note: <T>(name: string) => notes.get(name) as T,
      setNote: (name: string, value: unknown) => void notes.set(name, value),
    }
    const names = (now: number, from = client) =>
      ask('http://sticky', { repeat: 20 }, from, { now, memory }).tally.pods.map(p => p.pod.name)
    const [first] = names(0)
    expect(names(59_000)).toEqual([first])
    expect(names(118_000)).toEqual([first])
    names(118_000, podA)
    const [remembered] = [...notes.values()] as { clients: object }[]
    expect(Object.keys(remembered!.clients)).toEqual([client.ip, podA.ip])
  })
  test('failures are counted by kind', () => {
    const { tally } = ask('http://empty', { repeat: 5 })
    expect(tally).toEqual({
      connections: 5,
      pods: [],
      statuses: [],
      failures: [{ code: 7, message: 'Failed to connect to empty port 80: Could not connect to server', count: 5 }],
    })
  })
})

test('URLs', () => {
  expect(parseUrl('http://u:p@web:8080/a?b#c')).toEqual({
    url: 'http://u:p@web:8080/a?b',
    scheme: 'http',
    host: 'web',
    port: 8080,
    path: '/a?b',
    user: 'u:p',
  })
  expect(parseUrl('web?x')).toMatchObject({ url: 'http://web/?x', path: '/?x' })
})
