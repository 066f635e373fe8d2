import type { KindDefinition } from '../../api/kind.ts'
import { Describe } from '../../lib/describe.ts'
import { age } from '../../lib/duration.ts'
import type { MatchResources, ValidatingAdmissionPolicy } from '../../lib/objects.ts'
import { describeUnstructured } from '../../lib/unstructured.ts'
import { describeEventsOf } from '../event.ts'
import { policyStatusController } from './controller.ts'
import { validatePolicy } from './validate.ts'

/** Rules for what may be stored, as expressions. They are applied by the plant, `cluster/policies`, where bindings say. */
export const validatingAdmissionPolicies: KindDefinition<ValidatingAdmissionPolicy> = {
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  scope: 'Cluster',
  names: {
    kind: 'ValidatingAdmissionPolicy',
    plural: 'validatingadmissionpolicies',
    singular: 'validatingadmissionpolicy',
    categories: ['api-extensions'],
  },
  schema: 'io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicy',
  subresources: { status: true },
  managers: { status: 'validatingadmissionpolicy-status' },
  defaults(next) {
    next.spec ??= {}
    next.spec.failurePolicy ??= 'Fail'
    fillMatchResources(next.spec.matchConstraints)
  },
  validate: validatePolicy,
  /** Columns of k8s.io/kubernetes pkg/printers/internalversion, printValidatingAdmissionPolicy. */
  columns: () => [
    { name: 'Name', value: each => each.metadata.name },
    { name: 'Validations', value: ({ spec }) => spec.validations?.length ?? 0 },
    {
      name: 'ParamKind',
      value: ({ spec: { paramKind } }) => (paramKind ? `${paramKind.apiVersion}/${paramKind.kind}` : '<unset>'),
    },
    { name: 'Age', value: (each, { now }) => age(each.metadata.creationTimestamp, now) },
  ],
  describe(each, view) {
    const text = new Describe()
    describeUnstructured(text, each)
    return text.write(0, describeEventsOf(each, view)).toString()
  },
  controllers: [policyStatusController],
}

/** pkg/apis/admissionregistration/v1, SetDefaults_MatchResources. */
export function fillMatchResources(resources: MatchResources | undefined): void {
  if (!resources) return
  resources.matchPolicy ??= 'Equivalent'
  resources.namespaceSelector ??= {}
  resources.objectSelector ??= {}
  for (const rule of [...(resources.resourceRules ?? []), ...(resources.excludeResourceRules ?? [])]) rule.scope ??= '*'
}
