import type { Prng } from '../../src/lib/prng.ts'
import { any, at, type There } from './moves/move.ts'
import { pick, type Step } from './step.ts'

const RESOURCES = [
  'pods',
  'deployments.apps',
  'replicasets.apps',
  'services',
  'endpointslices.discovery.k8s.io',
  'nodes',
]

const LOOKS: ((rng: Prng, there: There) => string[] | undefined)[] = [
  () => ['get', 'all', '-A'],
  rng => ['get', pick(rng, RESOURCES)!, '-A', '-o', pick(rng, ['wide', 'yaml', 'json', 'name'])!],
  (rng, there) => object(['describe'], rng, there),
  (rng, there) => object(['get', '-o', 'yaml'], rng, there),
  (rng, there) => object(['logs', '--tail=3'], rng, there, ['pods']),
  (rng, there) => object(['rollout', 'history'], rng, there, ['deployments.apps']),
  (rng, there) => object(['rollout', 'status', '--watch=false'], rng, there, ['deployments.apps']),
  (rng, there) => object(['wait', '--for=delete', '--timeout=0s'], rng, there),
  (rng, there) => object(['delete', '--dry-run=server'], rng, there),
  (rng, there) => object(['scale', '--replicas=5', '--dry-run=server'], rng, there, ['deployments.apps']),
  () => ['events', '-A'],
  () => ['clock'],
  () => ['cluster', 'export'],
  () => ['cluster', 'list'],
]

function object(argv: string[], rng: Prng, there: There, resources = RESOURCES): string[] | undefined {
  const target = any(rng, there, ...resources)
  return target && [...argv, ...at(target)]
}

/** A command line that only looks. */
export function look(rng: Prng, there: There): Step {
  return { argv: pick(rng, LOOKS)!(rng, there) ?? ['get', 'pods'] }
}
