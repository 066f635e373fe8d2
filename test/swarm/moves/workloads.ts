import type { KubeObject } from '../../../src/lib/objects.ts'
import type { Prng } from '../../../src/lib/prng.ts'
import { chance, pick } from '../step.ts'
import { APPS, any, apply, at, type Move, NAMESPACES } from './move.ts'

const IMAGES = ['nginx:1.27', 'nginx:1.28', 'nginx:1.29', 'httpd:2.4', 'example.com/shop:v1', 'nginx:does-not-exist']
const CASCADES = ['background', 'foreground', 'orphan']
const SIZES = ['0', '1', '2', '25%', '50%', '100%']

/** A Pod's spec: mostly one that works, now and then one that crashes, is slow, or does not fit anywhere. */
export function podSpec(rng: Prng): object {
  const container: Record<string, unknown> = { name: 'main', image: pick(rng, IMAGES) }
  if (chance(rng, 0.4)) container['ports'] = [{ containerPort: 80, name: 'http' }]
  if (chance(rng, 0.15)) container['command'] = ['sh', '-c', pick(rng, ['exit 1', 'sleep 20', 'sleep 3; exit 3'])]
  if (chance(rng, 0.3)) {
    const httpGet = { path: pick(rng, ['/', '/missing']), port: 80 }
    container['readinessProbe'] = { httpGet, periodSeconds: rng.between(1, 9), initialDelaySeconds: rng.int(5) }
  }
  if (chance(rng, 0.3)) {
    const cpu = pick(rng, ['100m', '500m', '3', '20'])
    container['resources'] = { requests: { cpu, memory: '64Mi' } }
  }
  return {
    containers: [container],
    ...(chance(rng, 0.2) && { terminationGracePeriodSeconds: rng.int(20) }),
    ...(chance(rng, 0.1) && { nodeSelector: { 'kubernetes.io/hostname': 'kubesim-worker2' } }),
  }
}

function strategy(rng: Prng): object {
  if (chance(rng, 0.15)) return { type: 'Recreate' }
  const size = () => {
    const text = pick(rng, SIZES)!
    return text.endsWith('%') ? text : Number(text)
  }
  const [maxSurge, maxUnavailable] = [size(), size()]
  if (Number.parseInt(`${maxSurge}`) === 0 && Number.parseInt(`${maxUnavailable}`) === 0) return {}
  return { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } }
}

function deployment(rng: Prng): object {
  const app = pick(rng, APPS)
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: app, namespace: pick(rng, NAMESPACES) },
    spec: {
      replicas: rng.int(7),
      selector: { matchLabels: { app } },
      ...(chance(rng, 0.5) && { strategy: strategy(rng) }),
      ...(chance(rng, 0.2) && { minReadySeconds: rng.int(15) }),
      ...(chance(rng, 0.2) && { progressDeadlineSeconds: rng.between(20, 60) }),
      ...(chance(rng, 0.2) && { revisionHistoryLimit: rng.int(3) }),
      template: { metadata: { labels: { app, tier: pick(rng, ['front', 'back']) } }, spec: podSpec(rng) },
    },
  }
}

function replicaSet(rng: Prng): object {
  const app = pick(rng, APPS)
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: `set-${app}`, namespace: pick(rng, NAMESPACES) },
    spec: {
      replicas: rng.int(4),
      selector: { matchLabels: { app, own: 'set' } },
      template: { metadata: { labels: { app, own: 'set' } }, spec: podSpec(rng) },
    },
  }
}

const rollout = (weight: number, verb: string): Move => ({
  weight,
  step(rng, there) {
    const target = any(rng, there, 'deployments.apps')
    return target && { argv: ['rollout', verb, ...at(target)] }
  },
})

/** What is done to Deployments and ReplicaSets. */
export const workloads: Move[] = [
  { weight: 12, step: rng => apply(deployment(rng)) },
  { weight: 2, step: rng => apply(replicaSet(rng)) },
  {
    weight: 10,
    step(rng, there) {
      const target = any(rng, there, 'deployments.apps', 'replicasets.apps')
      return target && { argv: ['scale', ...at(target), `--replicas=${rng.int(8)}`] }
    },
  },
  {
    weight: 10,
    step(rng, there) {
      const target = any(rng, there, 'deployments.apps')
      return target && { argv: ['set', 'image', ...at(target), `*=${pick(rng, IMAGES)}`] }
    },
  },
  {
    weight: 3,
    step(rng, there) {
      const target = any(rng, there, 'deployments.apps')
      return target && { argv: ['set', 'env', ...at(target), `LEVEL=${rng.int(3)}`] }
    },
  },
  {
    weight: 4,
    step(rng, there) {
      const target = any(rng, there, 'deployments.apps')
      const patch = JSON.stringify({ spec: { strategy: { $retainKeys: ['type', 'rollingUpdate'], ...strategy(rng) } } })
      return target && { argv: ['patch', ...at(target), '-p', patch] }
    },
  },
  rollout(4, 'restart'),
  rollout(3, 'pause'),
  rollout(5, 'resume'),
  rollout(5, 'undo'),
  {
    weight: 6,
    step(rng, there) {
      const target = any<KubeObject>(rng, there, 'deployments.apps', 'replicasets.apps')
      return target && { argv: ['delete', ...at(target), `--cascade=${pick(rng, CASCADES)}`, '--wait=false'] }
    },
  },
]
