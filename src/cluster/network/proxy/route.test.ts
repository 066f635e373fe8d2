import { describe, expect, test } from 'vitest'
import { readerOf } from '../../../../test/reader-of.ts'
import type { Node } from '../../../lib/objects.ts'
import type { Mode } from './mode.ts'
import type { Origin, Packet } from './route.ts'
import { route } from './route.ts'

/** What the rules of one node make of a new connection, rule by rule. */

const VIP = '10.96.1.1'
const EXTERNAL = '198.51.100.7'
const BALANCER = '172.18.255.200'
const NODE_PORT = 30080
const HEALTH_PORT = 32100

const node = (n: number, zone?: string) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: `n${n}`, labels: zone ? { 'topology.kubernetes.io/zone': zone } : {} },
  spec: { podCIDR: `10.244.${n}.0/24` },
  status: {
    addresses: [
      { type: 'InternalIP', address: `172.18.0.${n}` },
      { type: 'ExternalIP', address: `192.0.2.${n}` },
    ],
  },
})
const NODES = [node(1, 'a'), node(2, 'b'), node(3)]

/**
 * An endpoint in short: its node's number, a letter for each of its Pods, and what it is: `1a` ready, `1a!` not ready,
 * `1a~` terminating and serving, `1a-` terminating and not serving. `@z` hints for zones, `@n1` for nodes. `9a` is on no node.
 */
function endpoint(text: string) {
  const [, n, letter, state, hints = ''] = /^(\d)([a-z])([!~-]?)((?:@\w+)*)$/.exec(text)!
  const words = hints.split('@').slice(1)
  const forZones = words.filter(word => !/^n\d$/.test(word)).map(name => ({ name }))
  const forNodes = words.filter(word => /^n\d$/.test(word)).map(name => ({ name }))
  return {
    addresses: [`10.244.${n}.${letter!.charCodeAt(0) - 87}`],
    conditions: {
      ready: state === '',
      serving: state !== '!' && state !== '-',
      terminating: state === '~' || state === '-',
    },
    nodeName: n === '9' ? undefined : `n${n}`,
    ...(words.length > 0 ? { hints: { forZones, forNodes } } : {}),
  }
}
const nameOf = (ip: string) =>
  ip.replace(/^10\.244\.(\d)\.(\d+)$/, (_, n, host) => n + String.fromCharCode(Number(host) + 87))

const service = (spec: object = {}, ingress: object[] = [{ ip: BALANCER, ipMode: 'VIP' }], labels = {}) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'default', labels },
  spec: {
    type: 'LoadBalancer',
    clusterIP: VIP,
    clusterIPs: [VIP],
    externalIPs: [EXTERNAL],
    ports: [{ port: 80, protocol: 'TCP', nodePort: NODE_PORT, targetPort: 8080 }],
    ...spec,
  },
  status: { loadBalancer: { ingress } },
})
const clusterIP = (spec: object = {}) =>
  service({ type: 'ClusterIP', externalIPs: [], ports: [{ port: 80, protocol: 'TCP' }], ...spec }, [])
const slice = (endpoints: string, labels = {}) => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name: 'web-1', namespace: 'default', labels: { 'kubernetes.io/service-name': 'web', ...labels } },
  addressType: 'IPv4',
  ports: [{ name: '', port: 8080, protocol: 'TCP' }],
  endpoints: endpoints.split(' ').filter(Boolean).map(endpoint),
})

const SOURCES: Record<Origin, string> = { pod: '10.244.1.99', node: '172.18.0.1', outside: '203.0.113.10' }

/** `to`: an address, with `:port` if it is not 80. The answer in a few words. */
function answer(
  endpoints: string,
  of: object,
  { to = VIP, from = 'pod', at = 1, mode = 'iptables', source, protocol = 'TCP' }: Ask = {},
): string {
  const read = readerOf([...NODES, of, slice(endpoints)])
  const [ip, port = '80'] = to.split(':')
  const packet: Packet = {
    node: NODES[at - 1] as unknown as Node,
    origin: from,
    source: source ?? SOURCES[from],
    ip: ip!,
    port: Number(port),
    protocol,
  }
  const found = route(packet, mode, read)
  if (found.kind !== 'service') return found.kind
  return `${found.endpoints.map(each => nameOf(each.ip)).join(' ')}${found.masquerade ? ' masqueraded' : ''}`
}
interface Ask {
  to?: string
  from?: Origin
  at?: number
  mode?: Mode
  source?: string
  protocol?: Packet['protocol']
}

const LOCAL = { externalTrafficPolicy: 'Local' }
const INTERNAL = { internalTrafficPolicy: 'Local' }
const OWN_PORT = `172.18.0.1:${NODE_PORT}`

describe('which endpoints', () => {
  test.each([
    ['ready ones, wherever they are', '1a 2b 3c', '1a 2b 3c'],
    ['in the order of ip:port as text', '2b 1c 1a', '1a 1c 2b'],
    ['not those that are not ready', '1a 2b!', '1a'],
    ['not those that terminate while others are ready', '1a 2b~', '1a'],
    ['those that terminate and serve when none is ready', '1a! 2b~ 3c-', '2b'],
    ['refused when none is left', '1a! 3c-', 'refused'],
    ['refused without endpoints', '', 'refused'],
    ['also those on no node', '9a', '9a'],
  ])('%s', (_, endpoints, expected) => {
    expect(answer(endpoints, clusterIP())).toBe(expected)
    for (const mode of ['nftables', 'ipvs'] as const) expect(answer(endpoints, clusterIP(), { mode })).toBe(expected)
  })
  test.each([
    ['of another proxy', clusterIP({}), { 'service.kubernetes.io/service-proxy-name': 'x' }],
    ['of headless Services', clusterIP({}), { 'service.kubernetes.io/headless': '' }],
  ])('slices %s are ignored', (_, of, labels) => {
    const read = readerOf([...NODES, of, slice('1a', labels)])
    const packet = { node: undefined, origin: 'pod', source: '1.1.1.1', ip: VIP, port: 80, protocol: 'TCP' } as const
    expect(route(packet, 'iptables', read).kind).toBe('refused')
  })
  test('Services of another proxy are ignored', () => {
    const of = service({}, [], { 'service.kubernetes.io/service-proxy-name': 'x' })
    expect(answer('1a', of)).toBe('direct')
    expect(answer('1a', of, { to: OWN_PORT })).toBe('direct')
  })
})

describe('hints', () => {
  test.each([
    ['zone: those for the zone of the node', '1a@a 2b@b', 1, '1a'],
    ['zone: another node, another list', '1a@a 2b@b', 2, '2b'],
    ['zone: one without a hint turns them off', '1a@a 2b', 1, '1a 2b'],
    ['zone: one without a hint that is not ready does not', '1a@a 2b@b 3c!', 1, '1a'],
    ['zone: none for this zone turns them off', '2b@b 2c@b', 1, '2b 2c'],
    ['zone: a node without a zone does not follow them', '1a@a 2b@b', 3, '1a 2b'],
    ['zone: an endpoint for several zones', '1a@a@b 2b@b', 2, '1a 2b'],
    ['node: those for the node', '1a@n1@a 1b@n1@a 2c@n2@b', 1, '1a 1b'],
    ['node: none for this node, then the zone', '1a@n1@a 3c@n3@b', 2, '3c'],
    ['node: one without a hint for a node, then the zone', '1a@n1@a 1b@a 2c@n2@b', 1, '1a 1b'],
    ['node: a node without a zone follows them', '1a@n1@a 3c@n3@c', 3, '3c'],
    ['all terminate: no hints, no filter', '1a~ 2b~', 1, '1a 2b'],
  ])('%s', (_, endpoints, at, expected) => {
    expect(answer(endpoints, clusterIP(), { at })).toBe(expected)
  })
  test('do not concern traffic policy Local', () => {
    expect(answer('1a@b 2b@b', clusterIP(INTERNAL))).toBe('1a')
    expect(answer('1a@b 2b@b', service(LOCAL), { to: OWN_PORT, from: 'outside' })).toBe('1a')
  })
})

describe('internalTrafficPolicy Local', () => {
  test.each([
    ['only endpoints of the node', '1a 1b 2c', '1a 1b'],
    ['terminating ones of the node when none is ready there', '1a~ 2c', '1a'],
    ['none on the node: dropped', '2c', 'dropped'],
    ['none on the node is ready: dropped', '1a! 2c', 'dropped'],
    ['on no node is not on this one', '9a', 'dropped'],
    ['none anywhere: refused', '1a! 2c!', 'refused'],
  ])('%s', (_, endpoints, expected) => {
    expect(answer(endpoints, clusterIP(INTERNAL))).toBe(expected)
    expect(answer(endpoints, clusterIP(INTERNAL), { mode: 'nftables' })).toBe(expected)
    // ipvs has no rule for it: no server is left, which refuses.
    expect(answer(endpoints, clusterIP(INTERNAL), { mode: 'ipvs' })).toBe(expected.replace('dropped', 'refused'))
  })
  test('external addresses go by their own policy', () => {
    expect(answer('2c', service(INTERNAL), { to: OWN_PORT, from: 'outside' })).toBe('2c masqueraded')
    expect(answer('2c', service(INTERNAL), { mode: 'ipvs' })).toBe('2c')
  })
})

describe('external addresses', () => {
  for (const to of [OWN_PORT, EXTERNAL, BALANCER]) {
    test.each([
      ['Cluster: any endpoint, masqueraded, from anywhere', '1a 2b', {}, 'outside', '1a 2b masqueraded'],
      ['Cluster: from Pods too', '1a 2b', {}, 'pod', '1a 2b masqueraded'],
      ['Cluster: from the node too', '1a 2b', {}, 'node', '1a 2b masqueraded'],
      ['Cluster: no endpoint: refused', '1a!', {}, 'outside', 'refused'],
      ['Local: endpoints of the node, source kept', '1a 2b', LOCAL, 'outside', '1a'],
      ['Local: terminating ones of the node', '1a~ 2b', LOCAL, 'outside', '1a'],
      ['Local: none on the node: dropped', '2b', LOCAL, 'outside', 'dropped'],
      ['Local: none anywhere: refused', '2b!', LOCAL, 'outside', 'refused'],
      ['Local: Pods go to any endpoint, source kept', '1a 2b', LOCAL, 'pod', '1a 2b'],
      ['Local: Pods, none on the node', '2b', LOCAL, 'pod', '2b'],
      ['Local: the node goes to any endpoint, masqueraded', '2b', LOCAL, 'node', '2b masqueraded'],
      ['Local: ClusterIP is not concerned', '2b', LOCAL, 'pod', '2b'],
    ] as const)(`${to} %s`, (_, endpoints, spec, from, expected) => {
      expect(answer(endpoints, service(spec), { to, from })).toBe(expected)
      expect(answer(endpoints, service(spec), { to, from, mode: 'nftables' })).toBe(expected)
    })
  }
  test.each([
    ['Local: those of the node, for Pods too', '1a 2b', 'pod', '1a'],
    ['Local: none on the node, for Pods any', '2b', 'pod', '2b'],
    ['Local: none on the node, from outside the answer is lost', '2b', 'outside', 'dropped'],
  ] as const)('ipvs %s', (_, endpoints, from, expected) => {
    expect(answer(endpoints, service(LOCAL), { to: OWN_PORT, from, mode: 'ipvs' })).toBe(expected)
  })
})

describe('source addresses at a ClusterIP', () => {
  test.each([
    ['Pods keep theirs', 'pod', '1a'],
    ['the node is masqueraded', 'node', '1a masqueraded'],
    ['whoever is no Pod is masqueraded', 'outside', '1a masqueraded'],
  ] as const)('%s', (_, from, expected) => {
    expect(answer('1a', clusterIP(), { from })).toBe(expected)
  })
})

describe('loadBalancerSourceRanges', () => {
  const ranges = (...list: string[]) => service({ loadBalancerSourceRanges: list })
  test.each([
    ['inside a range', ['203.0.113.0/24'], BALANCER, '1a masqueraded'],
    ['inside the second', ['10.0.0.0/8', '203.0.113.10/32'], BALANCER, '1a masqueraded'],
    ['outside: dropped', ['198.51.100.0/24'], BALANCER, 'dropped'],
    ['everything is no filter', ['0.0.0.0/0'], BALANCER, '1a masqueraded'],
    ['node ports are not filtered', ['198.51.100.0/24'], OWN_PORT, '1a masqueraded'],
    ['external IPs are not filtered', ['198.51.100.0/24'], EXTERNAL, '1a masqueraded'],
  ])('%s', (_, list, to, expected) => {
    expect(answer('1a', ranges(...list), { to, from: 'outside' })).toBe(expected)
  })
  test('Pods are filtered too', () => {
    expect(answer('1a', ranges('198.51.100.0/24'), { to: BALANCER })).toBe('dropped')
  })
  test('no endpoints is refused before', () => {
    expect(answer('', ranges('198.51.100.0/24'), { to: BALANCER, from: 'outside' })).toBe('refused')
  })
})

describe('ports and addresses', () => {
  const two = clusterIP({
    ports: [
      { name: '', port: 80, protocol: 'TCP' },
      { name: 'u', port: 80, protocol: 'UDP' },
    ],
  })
  test.each([
    ['a port that the Service has not: no rule, dropped', clusterIP(), { to: `${VIP}:81` }, 'dropped'],
    ['nftables refuses it', clusterIP(), { to: `${VIP}:81`, mode: 'nftables' }, 'refused'],
    ['ipvs refuses it', clusterIP(), { to: `${VIP}:81`, mode: 'ipvs' }, 'refused'],
    ['a protocol that it has not', clusterIP(), { protocol: 'SCTP' }, 'dropped'],
    ['one number, two protocols', two, { protocol: 'TCP' }, '1a'],
    ['the other has endpoints of its own', two, { protocol: 'UDP' }, 'refused'],
    ['an address of nobody', clusterIP(), { to: '10.96.7.7' }, 'direct'],
    ['a node port at the second address', service(), { to: `192.0.2.1:${NODE_PORT}` }, '1a masqueraded'],
    ['nftables: only at the first', service(), { to: `192.0.2.1:${NODE_PORT}`, mode: 'nftables' }, 'direct'],
    ['a node port of another node is its business', service(), { to: `172.18.0.2:${NODE_PORT}` }, 'direct'],
    ['a node port nobody has', service(), { to: '172.18.0.1:31000' }, 'direct'],
    ['localhost, from the node', service(), { to: `127.0.0.1:${NODE_PORT}`, from: 'node' }, '1a masqueraded'],
    ['localhost in nftables', service(), { to: `127.0.0.1:${NODE_PORT}`, from: 'node', mode: 'nftables' }, 'direct'],
    [
      'the health check port',
      service({ ...LOCAL, healthCheckNodePort: HEALTH_PORT }),
      { to: `172.18.0.1:${HEALTH_PORT}` },
      'health',
    ],
    [
      'a balancer that ends connections (ipMode Proxy)',
      service({ externalIPs: [] }, [{ ip: BALANCER, ipMode: 'Proxy' }]),
      { to: BALANCER },
      'direct',
    ],
    ['a balancer known by name only', service({ externalIPs: [] }, [{ hostname: 'lb' }]), { to: BALANCER }, 'direct'],
  ] as [string, object, Ask, string][])('%s', (_, of, ask, expected) => {
    expect(answer('1a', of, ask)).toBe(expected)
  })
})

describe('chains', () => {
  const chains = (endpoints: string, of: object, ip: string, port: number, origin: Origin, mode: Mode = 'iptables') => {
    const node = NODES[0] as unknown as Node
    const found = route(
      { node, origin, source: SOURCES[origin], ip, port, protocol: 'TCP' },
      mode,
      readerOf([...NODES, of, slice(endpoints)]),
    )
    return 'chains' in found
      ? found.chains.map(name => name.replace(/-[A-Z2-7]{16}$/, '-x').replace(/^([a-z]+)-[A-Z2-7]{8}-/, '$1-x-'))
      : []
  }
  test.each([
    [clusterIP(), VIP, 80, 'pod', ['KUBE-SERVICES', 'KUBE-SVC-x']],
    [clusterIP(INTERNAL), VIP, 80, 'pod', ['KUBE-SERVICES', 'KUBE-SVL-x']],
    [service(), EXTERNAL, 80, 'outside', ['KUBE-SERVICES', 'KUBE-EXT-x', 'KUBE-SVC-x']],
    [service(LOCAL), BALANCER, 80, 'outside', ['KUBE-SERVICES', 'KUBE-EXT-x', 'KUBE-SVL-x']],
    [service(), '172.18.0.1', NODE_PORT, 'outside', ['KUBE-SERVICES', 'KUBE-NODEPORTS', 'KUBE-EXT-x', 'KUBE-SVC-x']],
    [
      service({ loadBalancerSourceRanges: ['203.0.113.0/24'] }),
      BALANCER,
      80,
      'outside',
      ['KUBE-SERVICES', 'KUBE-FW-x', 'KUBE-EXT-x', 'KUBE-SVC-x'],
    ],
    [
      service({ loadBalancerSourceRanges: ['10.0.0.0/24'] }),
      BALANCER,
      80,
      'outside',
      ['KUBE-SERVICES', 'KUBE-FW-x', 'KUBE-PROXY-FIREWALL'],
    ],
  ] as const)('%#', (of, ip, port, origin, expected) => {
    expect(chains('1a', of, ip, port, origin)).toEqual(expected)
  })
  test('refused and dropped', () => {
    expect(chains('', clusterIP(), VIP, 80, 'pod')).toEqual(['KUBE-SERVICES'])
    expect(chains('2b', service(LOCAL), BALANCER, 80, 'outside')).toEqual(['KUBE-EXTERNAL-SERVICES'])
  })
  test('nftables', () => {
    const expected = ['services', 'external-x-default/web/tcp/', 'service-x-default/web/tcp/']
    expect(chains('1a', service(), BALANCER, 80, 'outside', 'nftables')).toEqual(expected)
    expect(chains('1a', service(), VIP, 80, 'pod', 'ipvs')).toEqual([])
  })
})
