import type { KindDefinition, Reader } from '../../api/kind.ts'
import type { CustomKinds } from '../../api/registry.ts'
import { Describe } from '../../lib/describe.ts'
import { rfc3339 } from '../../lib/time.ts'
import { describeUnstructured } from '../../lib/unstructured.ts'
import { describeEventsOf } from '../event.ts'
import { customResourceDefinitionController } from './controller.ts'
import { customKind } from './custom-kind.ts'
import { CLEANUP } from './plan.ts'
import { CUSTOM_RESOURCE_DEFINITIONS, type CustomResourceDefinition } from './types.ts'
import { validate } from './validate.ts'
import { warnings } from './warnings.ts'

export const customResourceDefinitions: KindDefinition<CustomResourceDefinition> = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  scope: 'Cluster',
  names: {
    kind: 'CustomResourceDefinition',
    plural: 'customresourcedefinitions',
    singular: 'customresourcedefinition',
    shortNames: ['crd', 'crds'],
    categories: ['api-extensions'],
  },
  schema: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition',
  subresources: { status: true },
  defaults({ spec }) {
    const { names } = spec ?? {}
    if (!names) return
    names.singular ||= names.kind?.toLowerCase()
    names.listKind ||= names.kind ? `${names.kind}List` : undefined
    spec.conversion ??= { strategy: 'None' }
  },
  prepare(next, previous) {
    const storage = next.spec?.versions?.find(version => version.storage)?.name
    const stored = previous?.status.storedVersions ?? []
    const storedVersions = storage && !stored.includes(storage) ? [...stored, storage] : [...stored]
    if (previous) next.status = { ...previous.status, storedVersions }
    else next.status = { acceptedNames: { kind: '', plural: '' }, conditions: [], storedVersions }
    const { metadata } = next
    if (!metadata.deletionTimestamp && !metadata.finalizers?.includes(CLEANUP)) {
      metadata.finalizers = [...(metadata.finalizers ?? []), CLEANUP]
    }
  },
  validate,
  warnings,
  index: ({ spec }) => [`group=${spec.group}`, `kind=${spec.group}/${spec.names.kind}`],
  columns: () => [
    { name: 'Name', value: crd => crd.metadata.name },
    { name: 'Created At', value: crd => rfc3339(Date.parse(crd.metadata.creationTimestamp as string)) },
  ],
  describe(crd, view) {
    const text = new Describe()
    describeUnstructured(text, crd)
    return text.write(0, describeEventsOf(crd, view)).toString()
  },
  controllers: [customResourceDefinitionController],
}

/** The kinds that a cluster's CustomResourceDefinitions define. */
export function customKinds(read: Pick<Reader, 'get' | 'list' | 'find'>): CustomKinds {
  const kindOf = (crd: CustomResourceDefinition | undefined) => crd && customKind(crd)
  return {
    all: () => read.list<CustomResourceDefinition>(CUSTOM_RESOURCE_DEFINITIONS).flatMap(crd => customKind(crd) ?? []),
    byResource: resource =>
      resource.includes('.') ? kindOf(read.get(CUSTOM_RESOURCE_DEFINITIONS, undefined, resource)) : undefined,
    byKind: (group, kind) =>
      kindOf(read.find<CustomResourceDefinition>(CUSTOM_RESOURCE_DEFINITIONS, `kind=${group}/${kind}`)[0]),
  }
}
