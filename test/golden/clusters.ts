import type { ClusterFacts } from '../../src/sim.ts'

/** Sessions that are replayed on a cluster of their own. Each with its reason. */
export const CLUSTERS: Record<string, { facts: Partial<ClusterFacts>; why: string }> = {
  'workloads/06-set': {
    facts: { disabledPlugins: ['ServiceAccount'] },
    why: 'recorded without service-account admission: its pods run under an account that does not exist',
  },
  'workloads/21-three-replicasets': {
    facts: { seed: 6 },
    why: 'two pods became ready in one moment, as they do here with about every seventh seed',
  },
  'workloads/26-bare-pods': {
    facts: { disabledPlugins: ['ServiceAccount'] },
    why: 'recorded without service-account admission: the spec in a refusal has no volumes',
  },
}
