import { discoveryError } from '../../lib/api-service.ts'
import { setCondition } from '../../lib/conditions.ts'
import type { Condition } from '../../lib/objects.ts'
import type { Ms } from '../../lib/time.ts'

/** What is left in a namespace: by resource (`pods`, `deployments.apps`) and by finalizer. */
export interface Remains {
  resources: Map<string, number>
  finalizers: Map<string, number>
  /** What could not be deleted, and why. */
  failures: string[]
  /** Versions of groups of which nobody knows what they serve. */
  stale: string[]
}

const sorted = (counts: Map<string, number>, text: (name: string, count: number) => string) =>
  [...counts]
    .map(([name, count]) => text(name, count))
    .sort()
    .join(', ')

/** The texts of pkg/controller/namespace/deletion, status_condition_utils.go. `pods` is written `pods.` there. */
export function namespaceConditions(old: readonly Condition[] | undefined, remains: Remains, now: Ms): Condition[] {
  const { resources, finalizers, failures, stale } = remains
  const states: [type: string, status: string, reason: string, message: string][] = [
    stale.length === 0
      ? ['NamespaceDeletionDiscoveryFailure', 'False', 'ResourcesDiscovered', 'All resources successfully discovered']
      : [
          'NamespaceDeletionDiscoveryFailure',
          'True',
          'DiscoveryFailed',
          `Discovery failed for some groups, ${stale.length} failing: ${discoveryError(stale)}`,
        ],
    [
      'NamespaceDeletionGroupVersionParsingFailure',
      'False',
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ],
    failures.length === 0
      ? [
          'NamespaceDeletionContentFailure',
          'False',
          'ContentDeleted',
          'All content successfully deleted, may be waiting on finalization',
        ]
      : [
          'NamespaceDeletionContentFailure',
          'True',
          'ContentDeletionFailed',
          `Failed to delete all resource types, ${failures.length} remaining: ${failures.join(', ')}`,
        ],
    resources.size === 0
      ? ['NamespaceContentRemaining', 'False', 'ContentRemoved', 'All content successfully removed']
      : [
          'NamespaceContentRemaining',
          'True',
          'SomeResourcesRemain',
          `Some resources are remaining: ${sorted(
            resources,
            (name, n) => `${name.includes('.') ? name : `${name}.`} has ${n} resource instances`,
          )}`,
        ],
    finalizers.size === 0
      ? [
          'NamespaceFinalizersRemaining',
          'False',
          'ContentHasNoFinalizers',
          'All content-preserving finalizers finished',
        ]
      : [
          'NamespaceFinalizersRemaining',
          'True',
          'SomeFinalizersRemain',
          `Some content in the namespace has finalizers remaining: ${sorted(
            finalizers,
            (name, n) => `${name} in ${n} resource instances`,
          )}`,
        ],
  ]
  let list = [...(old ?? [])]
  for (const [type, status, reason, message] of states)
    list = setCondition(list, { type, status, reason, message }, now)
  return list
}
