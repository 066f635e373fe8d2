import { localCondition, MANAGED, ON_START } from '../../lib/api-service.ts'
import type { APIService } from '../../lib/objects.ts'
import { prng } from '../../lib/prng.ts'

const RESOURCE = 'apiservices.apiregistration.k8s.io'
/** The aggregator serves its own group; nobody registers that. */
const OWN = 'apiregistration.k8s.io'

/** Which group is preferred (pkg/controlplane/apiserver/aggregator.go); the versions of all but the first have 15. */
const PRIORITIES: Record<string, [group: number, version: number]> = {
  v1: [18000, 1],
  'admissionregistration.k8s.io/v1': [16700, 15],
  'apiextensions.k8s.io/v1': [16700, 15],
  'apps/v1': [17800, 15],
  'authentication.k8s.io/v1': [17700, 15],
  'authorization.k8s.io/v1': [17600, 15],
  'autoscaling/v1': [17500, 15],
  'autoscaling/v2': [17500, 30],
  'batch/v1': [17400, 15],
  'certificates.k8s.io/v1': [17300, 15],
  'coordination.k8s.io/v1': [16500, 15],
  'discovery.k8s.io/v1': [16200, 15],
  'events.k8s.io/v1': [17750, 5],
  'flowcontrol.apiserver.k8s.io/v1': [16100, 21],
  'networking.k8s.io/v1': [17200, 15],
  'node.k8s.io/v1': [16300, 15],
  'policy/v1': [17100, 15],
  'rbac.authorization.k8s.io/v1': [17000, 15],
  'resource.k8s.io/v1': [15900, 20],
  'scheduling.k8s.io/v1': [16600, 15],
  'storage.k8s.io/v1': [16800, 15],
}

/** An APIService for every version that the API server serves itself, by the key of its place in the store. */
export function localServices(apiVersions: Iterable<string>, seed: number, time: string): Map<string, APIService> {
  const found = new Map<string, APIService>()
  for (const apiVersion of [...new Set(apiVersions)].sort()) {
    const [version = '', group = ''] = apiVersion.split('/').reverse()
    if (group === OWN) continue
    const name = `${version}.${group}`
    const key = `${RESOURCE}//${name}`
    const [groupPriorityMinimum, versionPriority] = PRIORITIES[apiVersion] ?? [1000, 15]
    found.set(key, {
      apiVersion: `${OWN}/v1`,
      kind: 'APIService',
      metadata: {
        name,
        uid: prng(seed, 'uid', key).uuid(),
        resourceVersion: String(found.size + 1),
        creationTimestamp: time as any,
        labels: { [MANAGED]: ON_START },
      },
      spec: { ...(group ? { group } : {}), groupPriorityMinimum, version, versionPriority },
      status: { conditions: [localCondition(time)] },
    })
  }
  return found
}
