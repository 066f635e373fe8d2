import type { Connection, Reader } from '../../api/kind.ts'
import type { Phase, Review, Webhooks } from '../../api/webhooks.ts'
import { jsonPatch, parseJsonPatch } from '../../lib/json-patch.ts'
import type { KubeObject, Webhook, WebhookConfiguration } from '../../lib/objects.ts'
import { groupVersion, isExempt, placeOf } from '../admission/match.ts'
import type { ReviewRequest } from '../images/image.ts'
import { userOf } from '../admission/request.ts'
import { type Answer, ask } from './ask.ts'
import { concerns } from './concern.ts'
import { CallFailure, denied, unanswered } from './failure.ts'

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
    if (phase === 'mutating') return mutate(hooks, review, connection)
    const asked = hooks.filter(hook => concerns(hook, review, read))
    for (const hook of asked) call(hook, review, connection)
    return undefined
  }
}

/** One after the other; who asked for it is asked again about what others changed after him. */
function mutate(hooks: readonly Webhook[], review: Review, connection: Connection): KubeObject | undefined {
  let object = review.object
  const seen = new Map<Webhook, KubeObject | undefined>()
  const round = (hook: Webhook) => {
    const now = { ...review, object }
    if (!concerns(hook, now, connection.read)) return
    const patch = call(hook, now, connection)?.patch
    if (patch && object) {
      object = jsonPatch(object, parseJsonPatch(JSON.parse(Buffer.from(patch, 'base64').toString())))
    }
    seen.set(hook, object)
  }
  for (const hook of hooks) round(hook)
  for (const hook of hooks) {
    if (hook.reinvocationPolicy === 'IfNeeded' && seen.has(hook) && seen.get(hook) !== object) round(hook)
  }
  return object === review.object ? undefined : object
}

/** Undefined: it could not be asked, and its failurePolicy does not mind. Throws AdmissionRefusal. */
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
  const { kind, operation, subresource, name, object, previous, dryRun } = review
  const namespace = placeOf(review)
  const version = groupVersion(review.apiVersion)
  const resource = { ...version, resource: kind.names.plural }
  const uid = rng('review', hook.name, operation, kind.names.plural, namespace ?? '', name, now).uuid()
  const { name: username, groups } = userOf(review)
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
