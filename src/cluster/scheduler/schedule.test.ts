import { describe, expect, test } from 'vitest'
import type { Reader } from '../../api/kind.ts'
import type { KubeObject, Node, Pod } from '../../lib/objects.ts'
import { podRequests } from '../../lib/pod-resources.ts'
import { Cycle } from './cycle.ts'
import { failureText } from './failure.ts'
import { ineligible, preempt } from './preemption.ts'
import { podInfo } from './pod-info.ts'
import { schedule, scores } from './schedule.ts'

type Extra = Record<string, any>

function node(name: string, zone: string, { taints, labels, ...rest }: Extra = {}): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: { 'kubernetes.io/hostname': name, 'topology.kubernetes.io/zone': zone, ...labels },
    },
    spec: { taints, unschedulable: rest.unschedulable },
    status: { allocatable: { cpu: '8', memory: '16Gi', pods: '110', ...rest.allocatable } },
  } as Node
}

const CONTROL_PLANE = node('cp', 'a', {
  taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
})
const THREE = [CONTROL_PLANE, node('w1', 'b'), node('w2', 'c')]

let pods = 0
function pod(spec: Extra = {}, metadata: Extra = {}): Pod {
  const { requests, ports, ...rest } = spec
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `p${pods++}`, namespace: 'default', uid: String(pods), ...metadata },
    spec: { containers: [{ name: 'web', image: 'nginx', resources: { requests }, ports }], ...rest },
    status: { phase: 'Pending' },
  } as Pod
}

const on = (nodeName: string, spec: Extra = {}, metadata: Extra = {}) => pod({ ...spec, nodeName }, metadata)

/** Reads from lists; tallies as the Pod kind keeps them. */
function reader(nodes: Node[], bound: Pod[], others: Record<string, KubeObject[]> = {}): Reader {
  const all: Record<string, KubeObject[]> = { nodes, pods: bound, ...others }
  const list = (resource: string, namespace?: string) =>
    (all[resource] ?? []).filter(o => !namespace || o.metadata.namespace === namespace) as any[]
  return {
    get: (resource, namespace, name) => list(resource, namespace).find(o => o.metadata.name === name),
    list,
    find: (resource, term) =>
      list(resource).filter(({ metadata, spec }) => {
        if (term === 'anti-affinity') return spec.affinity?.podAntiAffinity
        const [kind, value] = [term.slice(0, term.indexOf('=')), term.slice(term.indexOf('=') + 1)]
        if (kind === 'node') return spec.nodeName === value
        return Object.entries(metadata.labels ?? {}).some(([k, v]) => value === `${metadata.namespace}/${k}=${v}`)
      }),
    tally: name => {
      const [, nodeName, what] = name.split('/')
      const mine = bound.filter(p => p.spec.nodeName === nodeName)
      if (what === 'pods') return mine.length
      if (what === 'scored-cpu') return mine.reduce((sum, p) => sum + podInfo(p).scoredCpu, 0)
      if (what === 'scored-memory') return mine.reduce((sum, p) => sum + podInfo(p).scoredMemory, 0)
      return mine.reduce((sum, p) => sum + (podRequests(p.spec).get(what!)?.value ?? 0), 0)
    },
    tallies: () => [],
  }
}

/** The node's name, or the words of the failure. */
function answer(nodes: Node[], bound: Pod[], wanted: Pod, others?: Record<string, KubeObject[]>): string {
  const cycle = new Cycle(reader(nodes, bound, others))
  const found = schedule(cycle.info(wanted), cycle)
  if ('name' in found) return found.name
  if ('refuse' in found) return failureText(nodes.length, found, undefined)
  const cure = preempt(cycle.info(wanted), found.refusals, cycle)
  if ('pods' in cure) return `${cure.node} instead of ${cure.pods.map(({ metadata }) => metadata.name).join(', ')}`
  return failureText(nodes.length, found, ineligible(wanted) ?? cure.hindrances)
}

const preemption = (text: string) => `. no new claims to deallocate, preemption: 0/3 nodes are available: ${text}.`
const HOPELESS = preemption('3 Preemption is not helpful for scheduling')
const CROWDED = preemption('1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod')
const affinity = (key: string, operator: string, values?: string[]) => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key, operator, values }] }],
      },
    },
  },
})
const named = (...values: string[]) => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values }] }],
      },
    },
  },
})
const podTerm = (side: string, app: string, topologyKey = 'kubernetes.io/hostname') => ({
  affinity: {
    [side]: {
      requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels: { app } }, topologyKey }],
    },
  },
})
const spread = (whenUnsatisfiable: string, topologyKey = 'topology.kubernetes.io/zone') => ({
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey, whenUnsatisfiable, labelSelector: { matchLabels: { app: 'x' } } },
  ],
})
const X = { labels: { app: 'x' } }

describe('where a pod goes', () => {
  const full = ['w1', 'w2'].map(name => on(name, { requests: { cpu: '7900m' } }))
  const cases: [string, Node[], Pod[], Pod, string][] = [
    ['anywhere: the first of equals', THREE, [], pod(), 'w1'],
    ['to the emptier node', THREE, [on('w1')], pod(), 'w2'],
    [
      'where a label is',
      [...THREE, node('w3', 'b', { labels: { disk: 'ssd' } })],
      [],
      pod({ nodeSelector: { disk: 'ssd' } }),
      'w3',
    ],
    ['past a taint it tolerates', THREE, [on('w1'), on('w2')], pod({ tolerations: [{ operator: 'Exists' }] }), 'cp'],
    ['nowhere: no node', [], [], pod(), 'no nodes available to schedule pods'],
    [
      'nowhere: label',
      THREE,
      [],
      pod({ nodeSelector: { disk: 'ssd' } }),
      `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't match Pod's node affinity/selector${HOPELESS}`,
    ],
    [
      'nowhere: more cpu and memory than any node has',
      THREE,
      [],
      pod({ requests: { cpu: '12', memory: '64Gi' } }),
      `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu, 2 Insufficient memory${HOPELESS}`,
    ],
    [
      'nowhere: nodes are full',
      THREE,
      full,
      pod({ requests: { cpu: '200m' } }),
      `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu${CROWDED}`,
    ],
    [
      'nowhere: nodes are full and it may not preempt',
      THREE,
      full,
      pod({ requests: { cpu: '200m' }, preemptionPolicy: 'Never' }),
      '0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never.',
    ],
    [
      'nowhere: too many pods',
      [node('w1', 'b', { allocatable: { pods: '1' } })],
      [on('w1')],
      pod(),
      '0/1 nodes are available: 1 Too many pods. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.',
    ],
    [
      'nowhere: cordoned, though its taint is not there yet',
      [node('w1', 'b', { unschedulable: true })],
      [],
      pod(),
      '0/1 nodes are available: 1 node(s) were unschedulable. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
    ],
    [
      'nowhere: a resource that nobody has',
      THREE,
      [],
      pod({ requests: { 'example.com/gpu': '1' } }),
      `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient example.com/gpu${HOPELESS}`,
    ],
    [
      'nowhere: host ports taken',
      THREE,
      [on('w1', { ports: [{ hostPort: 80 }] }), on('w2', { ports: [{ hostPort: 80, protocol: 'TCP' }] })],
      pod({ ports: [{ hostPort: 80 }] }),
      `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't have free ports for the requested pod ports${CROWDED}`,
    ],
    [
      'another protocol is another host port',
      THREE,
      [on('w1', { ports: [{ hostPort: 53, protocol: 'UDP' }] })],
      pod({ ports: [{ hostPort: 53 }], ...named('w1') }),
      'w1',
    ],
    ['node affinity: NotIn holds without the label', THREE, [], pod(affinity('disk', 'NotIn', ['ssd'])), 'w1'],
    ['node affinity: In', THREE, [], pod(affinity('topology.kubernetes.io/zone', 'In', ['c', 'd'])), 'w2'],
    [
      'node affinity: Gt',
      [...THREE, node('w3', 'b', { labels: { size: '9' } })],
      [],
      pod(affinity('size', 'Gt', ['8'])),
      'w3',
    ],
    ['node affinity: by name', THREE, [], pod(named('w2')), 'w2'],
    [
      'nowhere: the named node is full',
      THREE,
      [],
      pod({ requests: { cpu: '12' }, ...named('w1') }),
      `0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]${HOPELESS}`,
    ],
    [
      'nowhere: an absent claim',
      THREE,
      [],
      pod({ volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'absent' } }] }),
      '0/3 nodes are available: persistentvolumeclaim "absent" not found. not found',
    ],
    [
      'nowhere: nobody to be near',
      THREE,
      [],
      pod(podTerm('podAffinity', 'nobody')),
      `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't match pod affinity rules${HOPELESS}`,
    ],
    ['near its own kind: the first goes anywhere', THREE, [], pod(podTerm('podAffinity', 'x'), X), 'w1'],
    ['near another', THREE, [on('w2', {}, X)], pod(podTerm('podAffinity', 'x')), 'w2'],
    ['away from another', THREE, [on('w1', {}, X), on('w2')], pod(podTerm('podAntiAffinity', 'x')), 'w2'],
    [
      'nowhere: one per node',
      THREE,
      [on('w1', {}, X), on('w2', {}, X)],
      pod(podTerm('podAntiAffinity', 'x'), X),
      `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't match pod anti-affinity rules${CROWDED}`,
    ],
    [
      'nowhere: others want to be alone',
      THREE,
      [on('w1', podTerm('podAntiAffinity', 'y')), on('w2', podTerm('podAntiAffinity', 'y'))],
      pod({}, { labels: { app: 'y' } }),
      `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't satisfy existing pods anti-affinity rules${CROWDED}`,
    ],
    [
      'nowhere: zones are counted with the tainted node',
      THREE,
      [on('w1', {}, X), on('w2', {}, X)],
      pod(spread('DoNotSchedule'), X),
      `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't match pod topology spread constraints${CROWDED}`,
    ],
    ['to the zone with fewer', THREE, [on('w1', {}, X)], pod(spread('ScheduleAnyway'), X), 'w2'],
    [
      'nowhere: no such domain',
      THREE,
      [],
      pod(spread('DoNotSchedule', 'rack'), X),
      `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't match pod topology spread constraints (missing required label)${HOPELESS}`,
    ],
  ]
  test.each(cases)('%s', (_, nodes, bound, wanted, expected) => {
    expect(answer(nodes, bound, wanted)).toBe(expected)
  })
})

describe('pods of one Service spread', () => {
  const web = { labels: { app: 'web' } }
  const services = [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'default' },
      spec: { selector: { app: 'web' } },
    },
  ]
  test('though the other node is busier with others', () => {
    const bound = [on('w1', {}, web), on('w2'), on('w2')]
    expect(answer(THREE, bound, pod({}, web))).toBe('w1')
    expect(answer(THREE, bound, pod({}, web), { services })).toBe('w2')
  })
})

test('scores', () => {
  const workers = [node('w1', 'b'), node('w2', 'c')]
  const cycle = new Cycle(reader(workers, [on('w1', { requests: { cpu: '4', memory: '4Gi' } })]))
  const asks = cycle.info(pod({ requests: { cpu: '2', memory: '4Gi' } }))
  // w1: room (25 + 50) / 2 = 37, balance 100 - |75 - 50| / 2 = 87; w2: (75 + 75) / 2 = 75 and 100.
  expect(scores(asks, cycle.nodes, cycle)).toEqual([37 + 87, 75 + 100])
  // w1: (48 + 73) / 2 = 60; w2: (98 + 98) / 2 = 98; pods that ask for nothing are not balanced.
  expect(scores(cycle.info(pod()), cycle.nodes, cycle)).toEqual([60, 98])
})

test('a run remembers what it places', () => {
  const cycle = new Cycle(reader(THREE, []))
  const names: string[] = []
  for (let i = 0; i < 4; i++) {
    const info = cycle.info(pod(podTerm('podAntiAffinity', 'x'), X))
    const found = schedule(info, cycle)
    if (!('name' in found)) break
    names.push(found.name)
    cycle.place(info, found, info.pod)
  }
  expect(names).toEqual(['w1', 'w2'])
})

describe('preemption', () => {
  const low = (nodeName: string, name: string, cpu: string, priority = 0, extra: Extra = {}) =>
    on(nodeName, { requests: { cpu }, priority, ...extra }, { name })
  const high = (extra: Extra = {}) => pod({ requests: { cpu: '4' }, priority: 1000, ...extra })
  const budget = (match: Extra, disruptionsAllowed: number) =>
    ({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'b', namespace: 'default' },
      spec: { selector: { matchLabels: match } },
      status: { disruptionsAllowed },
    }) as KubeObject

  test.each<[string, Pod[], Pod, string, Record<string, KubeObject[]>?]>([
    ['takes the fewest', [low('w1', 'a', '3'), low('w1', 'b', '4'), low('w2', 'c', '7')], high(), 'w1 instead of b'],
    [
      'spares the more important',
      [low('w1', 'a', '4', 500), low('w1', 'b', '4', 100), low('w2', 'c', '8', 600)],
      high(),
      'w1 instead of b',
    ],
    [
      'prefers less important victims to fewer',
      [low('w1', 'a', '8', 600), low('w2', 'b', '3', 10), low('w2', 'c', '3', 10), low('w2', 'd', '2', 10)],
      high({ requests: { cpu: '6' } }),
      'w2 instead of b, c',
    ],
    [
      'keeps to budgets where it can',
      [
        on('w1', { requests: { cpu: '8' } }, { name: 'a', labels: { app: 'db' } }),
        on('w2', { requests: { cpu: '8' }, priority: 5 }, { name: 'b' }),
      ],
      high(),
      'w2 instead of b',
      { 'poddisruptionbudgets.policy': [budget({ app: 'db' }, 0)] },
    ],
    [
      'makes way in a domain too',
      [
        on('w1', {}, { name: 'a', labels: { app: 'web' } }),
        on('w2', { priority: 2000 }, { name: 'b', labels: { app: 'web' } }),
      ],
      high({
        requests: {},
        affinity: {
          podAntiAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              { labelSelector: { matchLabels: { app: 'web' } }, topologyKey: 'kubernetes.io/hostname' },
            ],
          },
        },
      }),
      'w1 instead of a',
    ],
  ])('%s', (_, bound, wanted, expected, others) => expect(answer(THREE, bound, wanted, others)).toBe(expected))

  test('tells why not', () => {
    const full = [low('w1', 'a', '8', 1000), low('w2', 'b', '3', 1000), low('w2', 'c', '2', 0)]
    const reasons = '0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu'
    expect(answer(THREE, full, high({ requests: { cpu: '6' } }))).toBe(
      reasons +
        preemption(
          '1 Insufficient cpu, 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling',
        ),
    )
  })
})
