import { expect, test } from 'vitest'
import { route } from '../../src/cluster/network/proxy/route.ts'
import type { Node } from '../../src/lib/objects.ts'
import { type Prng, prng } from '../../src/lib/prng.ts'
import { readerOf } from '../reader-of.ts'
import type { ModelEndpoint, ModelMode, ModelNode, ModelPacket, ModelPort, ModelService } from './route-model.ts'
import { modelAnswer } from './route-model.ts'

/**
 * Random Services and endpoints: the router must say what the slow model says, for packets of every sort at every node.
 * `KUBESIM_SWARM_SEED=n KUBESIM_SWARM_RUNS=n npx vitest run test/swarm/route.test.ts` plays seeds again.
 */
const first = Number(process.env['KUBESIM_SWARM_SEED'] ?? 1)
const runs = Number(process.env['KUBESIM_SWARM_RUNS'] ?? (process.env['KUBESIM_SWARM_SEED'] ? 1 : 400))
const PACKETS = 60

const ZONES = ['a', 'b', undefined]
const MODES: ModelMode[] = ['iptables', 'nftables', 'ipvs']
const RANGES = [
  { text: '203.0.113.0/24', holds: (ip: string) => ip.startsWith('203.0.113.') },
  { text: '172.18.0.0/16', holds: (ip: string) => ip.startsWith('172.18.') },
  { text: '10.244.1.2/32', holds: (ip: string) => ip === '10.244.1.2' },
  { text: '0.0.0.0/0', holds: () => true },
]

class Chance {
  readonly rng: Prng
  constructor(seed: number) {
    this.rng = prng('route swarm', seed)
  }
  yes(part = 0.5): boolean {
    return this.rng.float() < part
  }
  one<T>(list: readonly T[]): T {
    return list[this.rng.int(list.length)]!
  }
  some<T>(list: readonly T[], part = 0.5): T[] {
    return list.filter(() => this.yes(part))
  }
}

interface World {
  nodes: ModelNode[]
  services: ModelService[]
  mode: ModelMode
}

function invent(chance: Chance): World {
  const nodes = [1, 2, 3].map(n => ({
    name: `n${n}`,
    zone: chance.one(ZONES),
    ips: chance.yes() ? [`172.18.0.${n}`] : [`172.18.0.${n}`, `192.0.2.${n}`],
  }))
  const services = [1, 2, 3].map(n => inventService(n, chance))
  return { nodes, services, mode: chance.one(MODES) }
}

function inventService(n: number, chance: Chance): ModelService {
  const isExposed = chance.yes(0.7)
  const externalIPs = chance.yes(0.3) ? [`198.51.100.${n}`] : []
  const hints = chance.one(['none', 'zones', 'nodes', 'both'])
  const ports: ModelPort[] = []
  for (const [i, protocol] of (['TCP', 'UDP', 'TCP'] as const).entries()) {
    if (i > 0 && chance.yes()) continue
    ports.push({
      name: i === 0 ? '' : `p${i}`,
      port: i === 2 ? 81 : 80,
      protocol,
      nodePort: isExposed && chance.yes(0.8) ? 30000 + n * 10 + i : undefined,
      target: 8080 + i,
      endpoints: [],
    })
  }
  // One port needs no name, several do.
  if (ports.length > 1) ports[0]!.name = 'p0'
  for (const port of ports) {
    const count = chance.rng.int(6)
    for (let i = 0; i < count; i++) port.endpoints.push(inventEndpoint(n, i, hints, chance))
  }
  return {
    name: `s${n}`,
    clusterIP: `10.96.0.${n}`,
    externalIPs,
    balancers: isExposed && chance.yes() ? [`172.18.255.${n}`] : [],
    ranges: isExposed && chance.yes(0.3) ? chance.some(RANGES) : [],
    internalLocal: chance.yes(0.3),
    externalLocal: (isExposed || externalIPs.length > 0) && chance.yes(),
    ports,
  }
}

function inventEndpoint(n: number, i: number, hints: string, chance: Chance): ModelEndpoint {
  const node = chance.one(['n1', 'n2', 'n3', 'n1', 'n2', undefined])
  const [ready, serving, terminating] = chance.one([
    [true, true, false],
    [true, true, false],
    [false, false, false],
    [false, true, true],
    [false, false, true],
  ] as const)
  const hinted = chance.yes(0.9)
  return {
    ip: `10.244.${node?.slice(1) ?? 9}.${n * 10 + i}`,
    node,
    ready,
    serving,
    terminating,
    forZones: hinted && (hints === 'zones' || hints === 'both') ? [chance.one(['a', 'b'])] : [],
    forNodes: hinted && (hints === 'nodes' || hints === 'both') ? [node ?? 'n1'] : [],
  }
}

function inventPacket({ nodes, services }: World, at: ModelNode, chance: Chance): ModelPacket {
  const from = chance.one(['pod', 'node', 'outside'] as const)
  const service = chance.one(services)
  const port = chance.one(service.ports)
  const endpoint = port.endpoints[0]
  const source = {
    pod: chance.yes(0.3) && endpoint ? endpoint.ip : '10.244.1.2',
    node: at.ips[0]!,
    outside: chance.one(['203.0.113.10', '9.9.9.9']),
  }[from]
  const isNodePort = chance.yes(0.4)
  const address = isNodePort
    ? chance.one([...at.ips, ...at.ips, ...nodes.flatMap(each => each.ips), '127.0.0.1'])
    : chance.one([service.clusterIP, ...service.externalIPs, ...service.balancers, '10.96.0.9'])
  const number = isNodePort ? (port.nodePort ?? 31000) : chance.yes(0.9) ? port.port : 82
  return { from, source, ip: address, port: number, protocol: chance.yes(0.8) ? port.protocol : 'TCP' }
}

function objectsOf({ nodes, services }: World): object[] {
  return [
    ...nodes.map(({ name, zone, ips }) => ({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name, labels: zone === undefined ? {} : { 'topology.kubernetes.io/zone': zone } },
      spec: {},
      status: { addresses: ips.map(address => ({ type: 'InternalIP', address })) },
    })),
    ...services.flatMap(service => [serviceObject(service), ...service.ports.map(port => sliceObject(service, port))]),
  ]
}

function serviceObject({
  name,
  clusterIP,
  externalIPs,
  balancers,
  ranges,
  internalLocal,
  externalLocal,
  ports,
}: ModelService) {
  const isNodePort = ports.some(port => port.nodePort !== undefined)
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default' },
    spec: {
      type: balancers.length > 0 || ranges.length > 0 ? 'LoadBalancer' : isNodePort ? 'NodePort' : 'ClusterIP',
      clusterIP,
      clusterIPs: [clusterIP],
      externalIPs,
      internalTrafficPolicy: internalLocal ? 'Local' : 'Cluster',
      externalTrafficPolicy: externalLocal ? 'Local' : 'Cluster',
      loadBalancerSourceRanges: ranges.map(({ text }) => text),
      ports: ports.map(({ name: portName, port, protocol, nodePort }) => ({
        name: portName,
        port,
        protocol,
        nodePort,
      })),
    },
    status: { loadBalancer: { ingress: balancers.map(ip => ({ ip, ipMode: 'VIP' })) } },
  }
}

function sliceObject({ name }: ModelService, port: ModelPort) {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: `${name}-${port.name}`, namespace: 'default', labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    ports: [{ name: port.name, port: port.target, protocol: port.protocol }],
    endpoints: port.endpoints.map(({ ip, node, ready, serving, terminating, forZones, forNodes }) => ({
      addresses: [ip],
      conditions: { ready, serving, terminating },
      nodeName: node,
      hints: { forZones: forZones.map(zone => ({ name: zone })), forNodes: forNodes.map(each => ({ name: each })) },
    })),
  }
}

function routerAnswer(packet: ModelPacket, node: Node, mode: ModelMode, read: ReturnType<typeof readerOf>): string {
  const { from, ...rest } = packet
  const found = route({ ...rest, origin: from, node }, mode, read)
  if (found.kind !== 'service') return found.kind
  return found.endpoints
    .map(({ ip, port }) => `${ip}:${port} ${found.masquerade || ip === packet.source ? 'masqueraded' : 'kept'}`)
    .sort()
    .join(', ')
}

test(`the router does what the model says, seeds ${first} to ${first + runs - 1}`, () => {
  const seen = new Set<string>()
  for (let seed = first; seed < first + runs; seed++) {
    const chance = new Chance(seed)
    const world = invent(chance)
    const read = readerOf(objectsOf(world))
    for (let i = 0; i < PACKETS; i++) {
      const at = chance.one(world.nodes)
      const packet = inventPacket(world, at, chance)
      const expected = modelAnswer(packet, at, world.services, world.mode)
      const answer = routerAnswer(packet, read.get<Node>('nodes', undefined, at.name)!, world.mode, read)
      seen.add(expected.replace(/.* /, ''))
      if (answer !== expected) {
        expect.fail(
          `KUBESIM_SWARM_SEED=${seed}\n${JSON.stringify({ packet, at: at.name, mode: world.mode })}\nmodel:  ${expected}\nrouter: ${answer}\n${JSON.stringify(world, null, 1)}`,
        )
      }
    }
  }
  // Every sort of answer has come up, when there were enough worlds.
  if (runs >= 100) expect([...seen].sort()).toEqual(['direct', 'dropped', 'kept', 'masqueraded', 'refused'])
})
