import type { Prng } from '../../../src/lib/prng.ts'
import { chance, pick } from '../step.ts'
import { APPS, any, apply, at, type Move, NAMESPACES } from './move.ts'

export function service(rng: Prng): object {
  const app = pick(rng, APPS)
  const type = pick(rng, ['ClusterIP', 'ClusterIP', 'NodePort', 'LoadBalancer'])
  const headless = type === 'ClusterIP' && chance(rng, 0.3)
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `${app}${headless ? '-pods' : ''}`, namespace: pick(rng, NAMESPACES) },
    spec: {
      type,
      ...(headless && { clusterIP: 'None' }),
      ...(chance(rng, 0.85) && { selector: { app: chance(rng, 0.9) ? app : 'nobody' } }),
      ...(chance(rng, 0.2) && { publishNotReadyAddresses: true }),
      ports: [{ port: 80, targetPort: pick(rng, [80, 80, 8080, 'http']) }],
    },
  }
}

/** What is done to Services, ConfigMaps and namespaces. */
export const services: Move[] = [
  { weight: 9, step: rng => apply(service(rng)) },
  {
    weight: 3,
    step(rng, there) {
      const target = any(rng, there, 'services')
      const patch = JSON.stringify({ spec: { selector: pick(rng, [null, ...APPS.map(app => ({ app }))]) } })
      return target && { argv: ['patch', ...at(target), '--type=merge', '-p', patch] }
    },
  },
  {
    weight: 4,
    step(rng, there) {
      const target = any(rng, there, 'services', 'endpointslices.discovery.k8s.io', 'endpoints', 'configmaps')
      return target && { argv: ['delete', ...at(target), '--wait=false'] }
    },
  },
  {
    weight: 4,
    step(rng, there) {
      const target = any(rng, there, 'services')
      return target && { argv: ['curl', '-s', `http://${target.metadata.name}.${target.metadata.namespace}`] }
    },
  },
  {
    weight: 8,
    step(rng, there) {
      const name = pick(rng, NAMESPACES)!
      const known = there.objects('namespaces').some(({ metadata }) => metadata.name === name)
      return known && chance(rng, 0.9) ? undefined : { argv: ['create', 'namespace', name] }
    },
  },
  { weight: 2, step: rng => ({ argv: ['delete', 'namespace', pick(rng, NAMESPACES.slice(1))!, '--wait=false'] }) },
]
