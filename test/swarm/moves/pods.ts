import type { Node, Pod } from '../../../src/lib/objects.ts'
import { chance, pick } from '../step.ts'
import { APPS, any, apply, at, type Move, NAMESPACES } from './move.ts'
import { podSpec } from './workloads.ts'

/** What is done to single Pods, to the nodes below them, and to finalizers. */
export const pods: Move[] = [
  {
    weight: 5,
    step: rng =>
      apply({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name: `solo-${rng.int(3)}`,
          namespace: pick(rng, NAMESPACES),
          labels: { app: pick(rng, APPS) },
          ...(chance(rng, 0.2) && { finalizers: ['example.com/hold'] }),
        },
        spec: { ...podSpec(rng), restartPolicy: pick(rng, ['Always', 'Always', 'OnFailure', 'Never']) },
      }),
  },
  {
    weight: 3,
    step(rng, there) {
      const node = any<Node>(rng, there, 'nodes')
      const spec = podSpec(rng) as { containers: { ports?: object[]; resources?: object }[] }
      const [container] = spec.containers
      if (chance(rng, 0.4)) container!.ports = [{ containerPort: 80, hostPort: 8080 }]
      if (chance(rng, 0.4)) container!.resources = { requests: { cpu: pick(rng, ['1', '3', '5'])! } }
      const metadata = { name: `sent-${rng.int(5)}`, namespace: pick(rng, NAMESPACES) }
      const selector = chance(rng, 0.2) && { nodeSelector: { disk: 'ssd' } }
      const sent = { ...spec, ...selector, nodeName: node?.metadata.name }
      return node && apply({ apiVersion: 'v1', kind: 'Pod', metadata, spec: sent })
    },
  },
  {
    weight: 10,
    step(rng, there) {
      const target = any<Pod>(rng, there, 'pods')
      const grace = pick(rng, [[], [], ['--grace-period=1'], ['--grace-period=0', '--force']])!
      return target && { argv: ['delete', ...at(target), '--wait=false', ...grace] }
    },
  },
  {
    weight: 8,
    step(rng, there) {
      const pods = there.objects<Pod>('pods').filter(({ metadata }) => NAMESPACES.includes(metadata.namespace!))
      const solo = pods.filter(({ metadata }) => !metadata.ownerReferences)
      const target = pick(rng, chance(rng, 0.5) ? solo : pods)
      const label = pick(rng, ['app-', 'app=stray', 'pod-template-hash-', ...APPS.map(app => `app=${app}`)])!
      return target && { argv: ['label', ...at(target), label, '--overwrite'] }
    },
  },
  {
    weight: 3,
    step(rng, there) {
      const target = any(rng, there, 'pods', 'services', 'deployments.apps', 'replicasets.apps')
      const finalizers = chance(rng, 0.4) ? ['example.com/hold'] : null
      const patch = JSON.stringify({ metadata: { finalizers } })
      return target && { argv: ['patch', ...at(target), '--type=merge', '-p', patch] }
    },
  },
  {
    weight: 4,
    step(rng, there) {
      const target = any(rng, there, 'nodes')
      const taints = [{ key: 'maintenance', effect: pick(rng, ['NoSchedule', 'NoExecute']) }]
      const spec = pick(rng, [
        { unschedulable: true },
        { unschedulable: null },
        { unschedulable: null },
        { taints },
        { taints: null },
        { taints: null },
      ])
      return target && { argv: ['patch', ...at(target), '-p', JSON.stringify({ spec })] }
    },
  },
]
