import { expect, test } from 'vitest'
import { Cycle } from '../../src/cluster/scheduler/cycle.ts'
import { preempt } from '../../src/cluster/scheduler/preemption.ts'
import { schedule } from '../../src/cluster/scheduler/schedule.ts'
import { pods as podKind } from '../../src/kinds/pod/index.ts'
import type { KubeObject, Node, Pod } from '../../src/lib/objects.ts'
import { type Prng, prng } from '../../src/lib/prng.ts'
import type { Reader } from '../../src/api/kind.ts'
import { type ModelNode, type ModelPod, modelRefusal, modelVictims } from './scheduler-model.ts'

/**
 * Random nodes and pods: the scheduler must refuse each node for the model's reasons, choose a node that the model finds
 * fit, and send away no more pods than it must.
 * `KUBESIM_SWARM_SEED=n npx vitest run test/swarm/scheduler.test.ts` plays a seed again.
 */
const first = Number(process.env['KUBESIM_SWARM_SEED'] ?? 1)
const runs = Number(process.env['KUBESIM_SWARM_RUNS'] ?? (process.env['KUBESIM_SWARM_SEED'] ? 1 : 300))
const APPS = ['web', 'db', 'cache']
const TAINTS = ['gpu=yes:NoSchedule', 'old=yes:NoExecute', 'slow=yes:PreferNoSchedule']

const yes = (rng: Prng, part: number) => rng.float() < part
const one = <T>(rng: Prng, list: readonly T[]): T => list[rng.int(list.length)]!

function randomNode(rng: Prng, i: number): ModelNode {
  return {
    name: `n${i}`,
    zone: yes(rng, 0.85) ? one(rng, ['a', 'b', 'c']) : undefined,
    labels: yes(rng, 0.5) ? { disk: one(rng, ['ssd', 'hdd']) } : {},
    cordoned: yes(rng, 0.1),
    taints: TAINTS.filter(() => yes(rng, 0.12)),
    cpu: one(rng, [2, 4, 8]),
    memory: one(rng, [4, 8, 16]),
    pods: one(rng, [3, 110]),
  }
}

function randomPod(rng: Prng, i: number, nodes: ModelNode[]): ModelPod {
  const by = () => one(rng, ['node', 'zone'] as const)
  return {
    name: `p${i}`,
    app: one(rng, APPS),
    node: yes(rng, 0.8) ? one(rng, nodes).name : undefined,
    priority: one(rng, [0, 0, 100, 1000]),
    cpu: one(rng, [0, 1, 1, 2, 3]),
    memory: one(rng, [0, 1, 2, 4]),
    tolerates: yes(rng, 0.1) ? ['*'] : TAINTS.filter(() => yes(rng, 0.3)),
    wantsLabel: yes(rng, 0.15) ? ['disk', one(rng, ['ssd', 'hdd'])] : undefined,
    hostPort: yes(rng, 0.15) ? one(rng, [80, 443]) : undefined,
    avoids: yes(rng, 0.2) ? { app: one(rng, APPS), by: by() } : undefined,
    near: yes(rng, 0.15) ? { app: one(rng, APPS), by: by() } : undefined,
    maxSkew: yes(rng, 0.2) ? one(rng, [1, 2]) : undefined,
    leaving: yes(rng, 0.05) ? true : undefined,
  }
}

const ZONE = 'topology.kubernetes.io/zone'
const HOST = 'kubernetes.io/hostname'

function realNode(node: ModelNode): Node {
  const taints = node.taints.map(text => {
    const [, key, value, effect] = /^(.*)=(.*):(.*)$/.exec(text)!
    return { key, value, effect }
  })
  if (node.cordoned) taints.push({ key: 'node.kubernetes.io/unschedulable', value: '', effect: 'NoSchedule' })
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: node.name,
      labels: { [HOST]: node.name, ...(node.zone && { [ZONE]: node.zone }), ...node.labels },
    },
    spec: { unschedulable: node.cordoned || undefined, taints },
    status: { allocatable: { cpu: String(node.cpu), memory: `${node.memory}Gi`, pods: String(node.pods) } },
  } as unknown as Node
}

function realPod(pod: ModelPod): Pod {
  const term = ({ app, by }: { app: string; by: 'node' | 'zone' }) => ({
    requiredDuringSchedulingIgnoredDuringExecution: [
      { labelSelector: { matchLabels: { app } }, topologyKey: by === 'node' ? HOST : ZONE },
    ],
  })
  const tolerations = pod.tolerates.includes('*')
    ? [{ operator: 'Exists' }]
    : pod.tolerates.map(text => {
        const [, key, value, effect] = /^(.*)=(.*):(.*)$/.exec(text)!
        return { key, value, effect, operator: 'Equal' }
      })
  const requests = { ...(pod.cpu && { cpu: String(pod.cpu) }), ...(pod.memory && { memory: `${pod.memory}Gi` }) }
  const ports =
    pod.hostPort === undefined ? undefined : [{ containerPort: 80, hostPort: pod.hostPort, protocol: 'TCP' }]
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: pod.name,
      namespace: 'default',
      uid: pod.name,
      labels: { app: pod.app },
      ...(pod.leaving && { deletionTimestamp: '2026-01-01T00:00:00Z' }),
    },
    spec: {
      nodeName: pod.node,
      priority: pod.priority,
      tolerations,
      nodeSelector: pod.wantsLabel && { [pod.wantsLabel[0]]: pod.wantsLabel[1] },
      affinity:
        pod.avoids || pod.near
          ? { podAntiAffinity: pod.avoids && term(pod.avoids), podAffinity: pod.near && term(pod.near) }
          : undefined,
      topologySpreadConstraints:
        pod.maxSkew === undefined
          ? undefined
          : [
              {
                maxSkew: pod.maxSkew,
                topologyKey: ZONE,
                whenUnsatisfiable: 'DoNotSchedule',
                labelSelector: { matchLabels: { app: pod.app } },
              },
            ],
      containers: [{ name: 'c', image: 'nginx', resources: { requests }, ports }],
    },
    status: { phase: pod.node ? 'Running' : 'Pending', startTime: '2026-01-01T00:00:00Z' },
  } as unknown as Pod
}

/** Terms and sums as the kind Pod gives them. */
function reader(nodes: Node[], pods: Pod[]): Reader {
  const lists: Record<string, KubeObject[]> = { nodes, pods }
  const list = (resource: string) => (lists[resource] ?? []) as any[]
  const sums = new Map<string, number>()
  for (const pod of pods) for (const [name, n] of podKind.tally!(pod)) sums.set(name, (sums.get(name) ?? 0) + n)
  return {
    get: (resource, _, name) => list(resource).find(({ metadata }) => metadata.name === name),
    list,
    find: (resource, term) => list(resource).filter(object => podKind.index!(object).includes(term)),
    tally: name => sums.get(name) ?? 0,
    tallies: () => [],
  }
}

test.each(Array.from({ length: runs }, (_, i) => first + i))('seed %i', seed => {
  const rng = prng('scheduler swarm', seed)
  const nodes = Array.from({ length: rng.between(1, 6) }, (_, i) => randomNode(rng, i))
  const pods = Array.from({ length: rng.between(0, 18) }, (_, i) => randomPod(rng, i, nodes))
  const bound = pods.filter(({ node }) => node !== undefined)
  const read = reader(nodes.map(realNode), pods.map(realPod))
  for (let i = 0; i < 4; i++) {
    const wanted = { ...randomPod(rng, 100 + i, nodes), node: undefined, leaving: undefined }
    const model = new Map(nodes.map(node => [node.name, modelRefusal(wanted, node, nodes, bound)]))
    const fitting = [...model].filter(([, reasons]) => reasons.length === 0).map(([name]) => name)
    const cycle = new Cycle(read)
    const info = cycle.info(realPod(wanted))
    const found = schedule(info, cycle)
    const about = JSON.stringify({ seed, wanted })
    if ('name' in found) {
      expect(fitting, about).toContain(found.name)
      continue
    }
    if ('refuse' in found) throw new Error(found.refuse)
    const said = new Map([...found.refusals].map(([node, { reasons }]) => [node.name, reasons]))
    expect(Object.fromEntries(said), about).toEqual(Object.fromEntries(model))
    const cure = preempt(info, found.refusals, cycle)
    if ('hindrances' in cure) continue
    const node = nodes.find(({ name }) => name === cure.node)!
    const names = cure.pods.map(({ metadata }) => metadata.name)
    expect(modelVictims(wanted, node, names, nodes, bound), about).toBeUndefined()
  }
})
