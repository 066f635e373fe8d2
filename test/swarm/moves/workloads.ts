import type { Deployment, KubeObject } from '../../../src/lib/objects.ts'
import type { Prng } from '../../../src/lib/prng.ts'
import { chance, pick } from '../step.ts'
import { APPS, any, apply, at, type Move, NAMESPACES } from './move.ts'

const IMAGES = ['nginx:1.27', 'nginx:1.28', 'nginx:1.29', 'httpd:2.4', 'example.com/shop:v1']
const image = (rng: Prng): string => (chance(rng, 0.1) ? 'nginx:does-not-exist' : pick(rng, IMAGES)!)
const CASCADES = ['background', 'foreground', 'orphan']
const SIZES = ['0', '1', '2', '25%', '50%', '100%']

/** A Pod's spec: mostly one that works, now and then one that crashes, is slow, or does not fit anywhere. */
export function podSpec(rng: Prng): object {
  const container: Record<string, unknown> = { name: 'main', image: image(rng) }
  if (chance(rng, 0.4)) container['ports'] = [{ containerPort: 80, name: 'http' }]
  if (chance(rng, 0.08)) container['command'] = ['sh', '-c', pick(rng, ['exit 1', 'sleep 20', 'sleep 3; exit 3'])]
  if (chance(rng, 0.3)) {
    const httpGet = { path: chance(rng, 0.85) ? '/' : '/missing', port: 80 }
    container['readinessProbe'] = { httpGet, periodSeconds: rng.between(1, 9), initialDelaySeconds: rng.int(5) }
  }
  if (chance(rng, 0.3)) {
    const cpu = pick(rng, ['100m', '100m', '500m', '2', '20'])
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
  if (Number.parseInt(`${maxSurge}`, 10) === 0 && Number.parseInt(`${maxUnavailable}`, 10) === 0) return {}
  return { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } }
}

export function deployment(rng: Prng): object {
  const app = pick(rng, APPS)
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: app, namespace: pick(rng, NAMESPACES) },
    spec: {
      replicas: chance(rng, 0.1) ? 0 : rng.between(1, 8),
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

/** On a Deployment for which it makes sense, most of the time. */
const rollout = (weight: number, verb: string, fits: (d: Deployment) => boolean = () => true): Move => ({
  weight,
  step(rng, there) {
    const target = any<Deployment>(rng, there, 'deployments.apps')
    return target && (fits(target) || chance(rng, 0.1)) ? { argv: ['rollout', verb, ...at(target)] } : undefined
  },
})

/** What is done to Deployments and ReplicaSets. */
export const workloads: Move[] = [
  { weight: 12, step: rng => apply(deployment(rng)) },
  { weight: 2, step: rng => apply(replicaSet(rng)) },
  {
    weight: 10,
    step(rng, there) {
      const target = any(rng, there, 'deployments.apps', 'deployments.apps', 'replicasets.apps')
      return target && { argv: ['scale', ...at(target), `--replicas=${rng.int(8)}`] }
    },
  },
  {
    weight: 10,
    step(rng, there) {
      const target = any(rng, there, 'deployments.apps')
      return target && { argv: ['set', 'image', ...at(target), `*=${image(rng)}`] }
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
  rollout(5, 'restart'),
  rollout(3, 'pause', d => !d.spec.paused),
  rollout(8, 'resume', d => d.spec.paused === true),
  rollout(6, 'undo', d => !d.spec.paused),
  {
    weight: 6,
    step(rng, there) {
      const target = any<KubeObject>(rng, there, 'deployments.apps', 'replicasets.apps')
      return target && { argv: ['delete', ...at(target), `--cascade=${pick(rng, CASCADES)}`, '--wait=false'] }
    },
  },
]
