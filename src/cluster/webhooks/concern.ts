import { AdmissionRefusal, forbidden } from '../../api/errors.ts'
import { type Compiled, compileExpression } from '../../api/expressions/compiled.ts'
import type { Reader } from '../../api/kind.ts'
import { resourceOf } from '../../api/registry.ts'
import type { Review } from '../../api/webhooks.ts'
import type { Webhook } from '../../lib/objects.ts'
import { activation, withAuthorizer } from '../admission/activation.ts'
import { judge } from '../admission/conditions.ts'
import { matchedForm, selectsRequest } from '../admission/match.ts'

/** Stored configurations do not change; their expressions are compiled when they are first needed. */
const compiled = new WeakMap<Webhook, Compiled[]>()

function conditionsOf(hook: Webhook): Compiled[] {
  let known = compiled.get(hook)
  if (!known) {
    known = hook.matchConditions!.map(({ expression }) => compileExpression(expression, { authorizer: true }, ['bool']))
    compiled.set(hook, known)
  }
  return known
}

/** Whether a webhook is to be asked. Throws AdmissionRefusal when that cannot be said and its failure policy minds. */
export function concerns(hook: Webhook, review: Review, read: Reader): boolean {
  const form = matchedForm(hook.rules, review, hook.matchPolicy)
  if (form === undefined || !selectsRequest(hook, review, read)) return false
  if (!hook.matchConditions?.length) return true
  const variables = withAuthorizer(activation(review, form), review, read)
  const verdict = judge(conditionsOf(hook), variables, hook.failurePolicy)
  if (typeof verdict === 'boolean') return verdict
  const { message, status } = forbidden(resourceOf(review.kind), review.name, verdict.error)
  throw new AdmissionRefusal('Forbidden', message, status.details)
}
