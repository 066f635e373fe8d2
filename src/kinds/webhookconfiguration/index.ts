import type { KindDefinition } from '../../api/kind.ts'
import { Describe } from '../../lib/describe.ts'
import { age } from '../../lib/duration.ts'
import type { WebhookConfiguration } from '../../lib/objects.ts'
import { describeUnstructured } from '../../lib/unstructured.ts'
import { describeEventsOf } from '../event.ts'
import { validate } from './validate.ts'

/**
 * Who is asked before something is stored: one kind of those who may change it, and one of those who may only refuse it.
 * They are called by the plant, `cluster/webhooks`.
 */
const kindOf = (phase: 'mutating' | 'validating'): Omit<KindDefinition<WebhookConfiguration>, 'group' | 'names'> => ({
  version: 'v1',
  scope: 'Cluster',
  schema: `io.k8s.api.admissionregistration.v1.${phase === 'mutating' ? 'Mutating' : 'Validating'}WebhookConfiguration`,
  generation: 'all',
  defaults: next => fill(next, phase),
  validate: (next, previous) => validate(next, phase, previous),
  tally: () => [[`webhooks/${phase}`, 1]],
  columns: () => [
    { name: 'Name', value: each => each.metadata.name },
    { name: 'Webhooks', value: each => each.webhooks?.length ?? 0 },
    { name: 'Age', value: (each, { now }) => age(each.metadata.creationTimestamp, now) },
  ],
  describe(each, view) {
    const text = new Describe()
    describeUnstructured(text, each)
    return text.write(0, describeEventsOf(each, view)).toString()
  },
})

/** pkg/apis/admissionregistration/v1, SetDefaults. */
function fill({ webhooks }: WebhookConfiguration, phase: 'mutating' | 'validating'): void {
  for (const hook of webhooks ?? []) {
    hook.failurePolicy ??= 'Fail'
    hook.matchPolicy ??= 'Equivalent'
    hook.namespaceSelector ??= {}
    hook.objectSelector ??= {}
    hook.timeoutSeconds ??= 10
    if (phase === 'mutating') hook.reinvocationPolicy ??= 'Never'
    for (const rule of hook.rules ?? []) rule.scope ??= '*'
    if (hook.clientConfig?.service) hook.clientConfig.service.port ??= 443
  }
}

export const mutatingWebhookConfigurations: KindDefinition<WebhookConfiguration> = {
  group: 'admissionregistration.k8s.io',
  names: {
    kind: 'MutatingWebhookConfiguration',
    plural: 'mutatingwebhookconfigurations',
    singular: 'mutatingwebhookconfiguration',
    categories: ['api-extensions'],
  },
  ...kindOf('mutating'),
}

export const validatingWebhookConfigurations: KindDefinition<WebhookConfiguration> = {
  group: 'admissionregistration.k8s.io',
  names: {
    kind: 'ValidatingWebhookConfiguration',
    plural: 'validatingwebhookconfigurations',
    singular: 'validatingwebhookconfiguration',
    categories: ['api-extensions'],
  },
  ...kindOf('validating'),
}
