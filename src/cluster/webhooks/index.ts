import type { Connection, Reader } from '../../api/kind.ts'
import type { Phase, Review, Webhooks } from '../../api/webhooks.ts'
import { jsonPatch, parseJsonPatch } from '../../lib/json-patch.ts'
import type { KubeObject, Webhook, WebhookConfiguration } from '../../lib/objects.ts'
import type { ReviewRequest } from '../images/image.ts'
import { type Answer, ask } from './ask.ts'
import { CallFailure, denied, unanswered } from './failure.ts'
import { concerns, groupVersion, isExempt } from './match.ts'

const RESOURCE: Record<Phase, string> = {
  mutating: 'mutatingwebhookconfigurations.admissionregistration.k8s.io',
  validating: 'validatingwebhookconfigurations.admissionregistration.k8s.io',
}

/** Where the store counts configurations. */
const COUNT: Record<Phase, string> = { mutating: 'webhooks/mutating', validating: 'webhooks/validating' }

/** How many configurations there are. */
export const configured = (phase: Phase, read: Reader): number => read.tally(COUNT[phase])

/**
 * Admission plugins MutatingAdmissionWebhook and ValidatingAdmissionWebhook: asks those whom the configurations name, in
 * the order of the configurations' names.
 */
export const webhooks: Webhooks = (phase, read) => {
  if (configured(phase, read) === 0) return undefined
  return (review, connection) => {
    if (isExempt(review)) return undefined
    const hooks = read
      .list<WebhookConfiguration>(RESOURCE[phase])
      .flatMap(configuration => configuration.webhooks ?? [])
      .filter(hook => concerns(hook, review, read))
    if (hooks.length === 0) return undefined
    if (phase === 'mutating') return mutate(hooks, review, connection)
    for (const hook of hooks) call(hook, review, connection)
    return undefined
  }
}

/** One after the other; who asked for it is asked again about what others changed after him. */
function mutate(hooks: readonly Webhook[], review: Review, connection: Connection): KubeObject | undefined {
  let object = review.object
  const seen = new Map<Webhook, KubeObject | undefined>()
  const round = (hook: Webhook) => {
    const patch = call(hook, { ...review, object }, connection)?.patch
    if (patch && object) {
      object = jsonPatch(object, parseJsonPatch(JSON.parse(Buffer.from(patch, 'base64').toString())))
    }
    seen.set(hook, object)
  }
  for (const hook of hooks) round(hook)
  for (const hook of hooks) if (hook.reinvocationPolicy === 'IfNeeded' && seen.get(hook) !== object) round(hook)
  return object === review.object ? undefined : object
}

/** Undefined: it could not be asked, and its failurePolicy does not mind. Throws WebhookRefusal. */
function call(hook: Webhook, review: Review, connection: Connection): Answer | undefined {
  let answer: Answer
  try {
    answer = ask(hook, requestOf(hook, review, connection), connection)
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error
    if (hook.failurePolicy === 'Ignore') return undefined
    throw unanswered(hook.name, error)
  }
  for (const text of answer.warnings ?? []) connection.warn(text)
  if (!answer.allowed) throw denied(hook.name, answer.status)
  return answer
}

/** `request` of the AdmissionReview. */
function requestOf(hook: Webhook, review: Review, { rng, now }: Connection): ReviewRequest {
  const { kind, operation, subresource, namespace, name, object, previous, dryRun, user } = review
  const version = groupVersion(review.apiVersion)
  const resource = { ...version, resource: kind.names.plural }
  const uid = rng('review', hook.name, operation, kind.names.plural, namespace ?? '', name, now).uuid()
  const { name: username, groups } = user ?? { name: 'admin', groups: ['system:masters', 'system:authenticated'] }
  return {
    uid,
    kind: { ...version, kind: kind.names.kind },
    resource,
    ...(subresource ? { subResource: subresource } : {}),
    name,
    ...(namespace === undefined ? {} : { namespace }),
    operation,
    userInfo: { username, groups },
    object: object ?? null,
    oldObject: previous ?? null,
    dryRun,
  }
}
