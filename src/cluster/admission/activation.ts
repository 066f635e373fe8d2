import type { Reader } from '../../api/kind.ts'
import type { Review } from '../../api/webhooks.ts'
import { type Authority, Authorizer, ResourceCheck } from '../../lib/cel/functions/authorizers.ts'
import { plainValue } from '../../lib/cel/plain.ts'
import type { Value } from '../../lib/cel/values.ts'
import type { KubeObject } from '../../lib/objects.ts'
import { decide } from '../authorizer/rules.ts'
import { placeOf } from './match.ts'
import { requestFields, userOf } from './request.ts'

/** What a policy has besides the request: null where there is none. */
export interface Surroundings {
  params?: KubeObject | null
  namespace?: KubeObject | null
}

/** The values of the variables of admission expressions, in the version that is matched. */
export function activation(
  review: Review,
  form: string,
  { params = null, namespace = null }: Surroundings = {},
): Map<string, Value> {
  const inForm = (object: KubeObject | undefined) =>
    object && !review.subresource && object.apiVersion !== form ? { ...object, apiVersion: form } : object
  return new Map<string, Value>([
    ['object', plainValue(inForm(review.object))],
    ['oldObject', plainValue(inForm(review.previous))],
    ['request', plainValue(requestFields(review, form))],
    ['namespaceObject', plainValue(namespace)],
    ['params', plainValue(params)],
  ])
}

/** With `authorizer` and `authorizer.requestResource`. */
export function withAuthorizer(
  variables: ReadonlyMap<string, Value>,
  review: Review,
  read: Reader,
): Map<string, Value> {
  const authority: Authority = (question, account) => {
    if (!account) return decide(userOf(review), question, read)
    const { namespace, name } = account
    const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`]
    return decide({ name: `system:serviceaccount:${namespace}:${name}`, groups }, question, read)
  }
  const authorizer = new Authorizer(authority)
  const { kind, subresource, name } = review
  const namespace = placeOf(review)
  const resource = { group: kind.group, resource: kind.names.plural, subresource, namespace, name: name || undefined }
  return new Map(variables)
    .set('authorizer', authorizer)
    .set('authorizer.requestResource', new ResourceCheck(authorizer.ask, resource))
}
