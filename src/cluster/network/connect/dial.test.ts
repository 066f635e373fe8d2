import { describe, expect, test } from 'vitest'
import { readerOf } from '../../../../test/reader-of.ts'
import type { Node, Pod } from '../../../lib/objects.ts'
import { prng } from '../../../lib/prng.ts'
import type { Client } from '../client.ts'
import { anonymousClient, nodeClient, outsideClient, podClient } from '../client.ts'
import { proxyConfigMap } from '../proxy/mode.ts'
import type { Listen, Wires } from './dial.ts'
import { dialler, sourceOf } from './dial.ts'

/** The whole way of a connection: where it can end, and whom the other side sees. */

const node = (n: number, zone: string, ready = true) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: `n${n}`, labels: { 'topology.kubernetes.io/zone': zone } },
  spec: { podCIDR: `10.244.${n}.0/24` },
  status: {
    addresses: [{ type: 'InternalIP', address: `172.18.0.${n}` }],
    conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
  },
})
const pod = (name: string, n: number, ip: string, spec = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default', uid: name },
  spec: { nodeName: `n${n}`, containers: [], ...spec },
  status: { phase: 'Running', podIP: ip },
})
const PODS = [
  pod('a', 1, '10.244.1.2'),
  pod('b', 2, '10.244.2.2'),
  pod('agent', 1, '172.18.0.1', { hostNetwork: true }),
]
const VIP = '10.96.1.1'
const BALANCER = '172.18.255.200'
const EXTERNAL = '198.51.100.7'
const service = (name: string, ip: string, spec: object = {}, ingress: object[] = []) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'default' },
  spec: { type: 'LoadBalancer', clusterIP: ip, clusterIPs: [ip], ports: [{ port: 80, protocol: 'TCP' }], ...spec },
  status: { loadBalancer: { ingress } },
})
const nodePort = (number: number) => ({ ports: [{ port: 80, protocol: 'TCP', nodePort: number }] })
const slice = (of: string, pods: string[], port = 8080) => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name: `${of}-1`, namespace: 'default', labels: { 'kubernetes.io/service-name': of } },
  addressType: 'IPv4',
  ports: [{ name: '', port, protocol: 'TCP' }],
  endpoints: pods.map(name => {
    const found = PODS.find(each => each.metadata.name === name)
    return {
      addresses: [found?.status.podIP ?? name],
      conditions: {},
      ...(found ? { nodeName: found.spec.nodeName, targetRef: { kind: 'Pod', namespace: 'default', name } } : {}),
    }
  }),
})

const OBJECTS: Record<string, any>[] = [
  node(1, 'a'),
  node(2, 'b'),
  node(3, 'c', false),
  ...PODS,
  service('web', VIP, { ...nodePort(30080), externalIPs: [EXTERNAL] }, [{ ip: BALANCER, ipMode: 'VIP' }]),
  service('local', '10.96.1.2', { ...nodePort(30081), externalTrafficPolicy: 'Local', healthCheckNodePort: 32100 }, [
    { ip: '172.18.255.201', ipMode: 'VIP' },
  ]),
  service('only-a', '10.96.1.3', { type: 'ClusterIP' }),
  service('far', '10.96.1.4', { type: 'ClusterIP' }),
  service('gone', '10.96.1.5', { type: 'ClusterIP' }),
  service('proxied', '10.96.1.6', nodePort(30082), [{ ip: '172.18.255.202', ipMode: 'Proxy' }]),
  service('host', '10.96.1.7', { type: 'ClusterIP' }),
  slice('web', ['a', 'b']),
  slice('local', ['b']),
  slice('only-a', ['a']),
  slice('far', ['192.0.2.77']),
  slice('gone', ['10.244.1.77']),
  slice('proxied', ['b']),
  slice('host', ['agent'], 9000),
]

const listen: Listen = ({ metadata }, port) =>
  port === (metadata.name === 'agent' ? 9000 : 8080)
    ? { respond: () => ({ status: 200, body: metadata.name }), banner: () => '' }
    : undefined

const memory = { note: () => undefined, setNote() {} }
const wires = (objects: object[]): Wires => ({ read: readerOf(objects), now: 0, memory, listen })
const all = wires(OBJECTS)
const podNamed = (name: string) => podClient(all.read.get<Pod>('pods', 'default', name)!)
const CLIENTS: Record<string, Client> = {
  'client Pod': anonymousClient('default', all.read),
  'pod a': podNamed('a'),
  'pod b': podNamed('b'),
  'host Pod': podNamed('agent'),
  'node n2': nodeClient(all.read.get<Node>('nodes', undefined, 'n2')!, 'default'),
  outside: outsideClient('default'),
}

/** All ways in which a hundred connections go: `pod a from 10.244.1.2`, or what goes wrong. */
function ends(client: string, to: string, of: Wires = all): string[] {
  const [ip = '', port = '80'] = to.split(':')
  const dial = dialler(CLIENTS[client]!, ip, Number(port), 'TCP', of)
  const seen = new Set<string>()
  for (let i = 0; i < 100; i++) {
    const last = dial(prng('dial', client, to, i)).attempts.at(-1)!
    const who =
      last.pod?.metadata.name ??
      (last.route?.kind === 'health' ? `kube-proxy of ${last.way!.node!.metadata.name}` : last.end?.ip)
    seen.add(last.outcome === 'connected' ? `${who} sees ${sourceOf(last)}` : last.outcome)
  }
  return [...seen].sort()
}

describe('source addresses', () => {
  test.each([
    ['client Pod', VIP, ['a sees 10.244.1.254', 'b sees 10.244.1.254'], 'a ClusterIP keeps the Pod'],
    ['pod a', '10.96.1.3', ['a sees 172.18.0.1'], 'a Pod that reaches itself sees its node'],
    ['pod a', VIP, ['a sees 172.18.0.1', 'b sees 10.244.1.2'], 'only when it reaches itself'],
    ['node n2', VIP, ['a sees 172.18.0.2', 'b sees 172.18.0.2'], 'a node has its own address'],
    ['host Pod', VIP, ['a sees 172.18.0.1', 'b sees 172.18.0.1'], 'a Pod on the network of its node too'],
    ['pod a', '172.18.0.1:30080', ['a sees 172.18.0.1', 'b sees 172.18.0.1'], 'a node port masquerades'],
    ['pod a', '172.18.0.2:30080', ['a sees 172.18.0.2', 'b sees 172.18.0.2'], 'by the node that is asked'],
    ['outside', '172.18.0.2:30080', ['a sees 172.18.0.2', 'b sees 172.18.0.2'], 'for those outside as well'],
    [
      'outside',
      EXTERNAL,
      ['a sees 172.18.0.1', 'a sees 172.18.0.2', 'b sees 172.18.0.1', 'b sees 172.18.0.2'],
      'an external IP comes to any Ready node',
    ],
    [
      'outside',
      BALANCER,
      ['a sees 172.18.0.1', 'a sees 172.18.0.2', 'b sees 172.18.0.1', 'b sees 172.18.0.2'],
      'a balancer spreads over the Ready nodes',
    ],
    ['pod b', BALANCER, ['a sees 172.18.0.2', 'b sees 172.18.0.2'], 'from inside its address ends at the own node'],
    ['outside', '172.18.0.2:30081', ['b sees 203.0.113.10'], 'policy Local keeps the client'],
    ['outside', '172.18.0.1:30081', ['timeout'], 'policy Local: a node without endpoints drops'],
    ['outside', '172.18.255.201', ['b sees 203.0.113.10'], 'policy Local: the balancer avoids such nodes'],
    ['pod a', '172.18.0.1:30081', ['b sees 10.244.1.2'], 'policy Local: the own node sends Pods anywhere'],
    ['pod a', '172.18.255.201', ['b sees 10.244.1.2'], 'by the address of the balancer too'],
    ['pod b', '172.18.0.1:30081', ['timeout'], 'policy Local: at another node a Pod comes as its node does'],
    ['pod a', '172.18.0.2:30081', ['b sees 172.18.0.1'], 'and is seen as that node'],
    ['node n2', '172.18.0.2:30081', ['b sees 172.18.0.2'], 'policy Local: the node itself'],
    ['outside', '172.18.255.202', ['b sees 172.18.0.1', 'b sees 172.18.0.2'], 'a balancer that ends connections'],
    ['pod a', '172.18.255.202', ['b sees 172.18.0.1', 'b sees 172.18.0.2'], 'is reached by Pods as well'],
    ['client Pod', '10.244.2.2:8080', ['b sees 10.244.1.254'], 'Pod to Pod: nothing changes'],
    ['node n2', '10.244.2.2:8080', ['b sees 172.18.0.2'], 'node to Pod'],
    ['pod b', '172.18.0.1:9000', ['agent sees 172.18.0.2'], 'a Pod leaves the Pod network as its node'],
    ['pod a', '172.18.0.1:9000', ['agent sees 10.244.1.2'], 'not to its own node'],
    ['pod b', '10.96.1.7', ['agent sees 172.18.0.2'], 'an endpoint on a node network is no Pod address'],
    ['pod a', '127.0.0.1:8080', ['a sees 127.0.0.1'], 'localhost is the Pod'],
    ['host Pod', '127.0.0.1:9000', ['agent sees 127.0.0.1'], 'localhost of a node'],
    ['node n2', '127.0.0.1:30080', ['a sees 172.18.0.2', 'b sees 172.18.0.2'], 'a node port at localhost of a node'],
    ['outside', '172.18.0.2:32100', ['kube-proxy of n2 sees 203.0.113.10'], 'the health check port'],
    ['pod a', '172.18.0.2:32100', ['kube-proxy of n2 sees 172.18.0.1'], 'from a Pod'],
  ])('%s to %s: %j (%s)', (client, to, expected) => {
    expect(ends(client, to)).toEqual(expected)
  })
})

describe('no way', () => {
  test.each([
    ['outside', VIP, 'timeout', 'no route leads to a ClusterIP from outside'],
    ['outside', '10.244.1.2:8080', 'timeout', 'nor to a Pod'],
    ['outside', `${BALANCER}:81`, 'timeout', 'a balancer listens on the ports of the Service'],
    ['outside', '127.0.0.1', 'refused', 'outside, localhost is somebody else'],
    ['client Pod', '10.244.1.2:81', 'refused', 'a Pod that does not listen'],
    ['client Pod', '10.96.1.5', 'timeout', 'an endpoint that is gone'],
    ['client Pod', '10.96.1.4', 'timeout', 'an address outside that nobody has'],
    ['client Pod', '10.96.9.9', 'timeout', 'a ClusterIP of nobody'],
    ['client Pod', '172.18.0.2:31000', 'refused', 'a node port of nobody'],
    ['client Pod', '127.0.0.1:8080', 'refused', 'nothing listens in the client Pod'],
  ])('%s to %s: %s (%s)', (client, to, expected) => {
    expect(ends(client, to)).toEqual([expected])
  })
})

test('with affinity a balancer sends a client always to the same node', () => {
  const sticky = OBJECTS.map(each =>
    each.kind === 'Service' && each.metadata.name === 'web'
      ? { ...each, spec: { ...each.spec, sessionAffinity: 'ClientIP' } }
      : each,
  )
  const nodes = ends('outside', BALANCER, wires(sticky)).map(text => text.replace(/.* sees /, ''))
  expect(new Set(nodes).size).toBe(1)
})

test('nftables: no node port at localhost', () => {
  const of = wires([...OBJECTS, { ...proxyConfigMap('nftables') }])
  expect(ends('node n2', '127.0.0.1:30080', of)).toEqual(['refused'])
  expect(ends('client Pod', `${VIP}:81`, of)).toEqual(['refused'])
})

test('a cluster without nodes', () => {
  const none = wires(OBJECTS.filter(({ kind }) => kind !== 'Node'))
  expect(ends('outside', BALANCER, none)).toEqual(['timeout'])
  expect(ends('client Pod', '10.96.1.3', none)).toEqual(['timeout'])
})
