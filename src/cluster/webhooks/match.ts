import type { Review } from '../../api/webhooks.ts'
import { versionsOf } from '../../api/registry.ts'
import type { Reader } from '../../api/kind.ts'
import type { KubeObject, Labels, LabelSelector, Webhook, WebhookRule } from '../../lib/objects.ts'
import { labelSelector, matches } from '../../lib/selector.ts'

const GROUP = 'admissionregistration.k8s.io'
const NAMESPACES = 'namespaces'

/** Whoever judges must stay curable: nobody is asked about these. */
export const isExempt = ({ kind }: Review): boolean => kind.group === GROUP

/**
 * Whether a webhook is to be asked. Modelled on apiserver's pkg/admission/plugin/webhook, generic/webhook.go and
 * predicates.
 */
export function concerns(hook: Webhook, review: Review, read: Reader): boolean {
  return (
    (hook.rules ?? []).some(rule => covers(rule, review, hook.matchPolicy === 'Exact')) &&
    selectsNamespace(hook.namespaceSelector, review, read) &&
    selectsObject(hook.objectSelector, review)
  )
}

const isIn = (list: readonly string[] | undefined, word: string): boolean =>
  (list ?? []).some(each => each === '*' || each === word)

function covers(rule: WebhookRule, review: Review, isExact: boolean): boolean {
  const { kind, operation, subresource = '', apiVersion } = review
  if (!isIn(rule.operations, operation) || !inScope(rule.scope, review)) return false
  const isResource = (rule.resources ?? []).some(text => {
    const [resource, sub = ''] = text.split('/')
    return (resource === '*' || resource === kind.names.plural) && (sub === '*' || sub === subresource)
  })
  if (!isResource) return false
  // Equivalent: the same object may be read in any version that serves it.
  const forms = isExact ? [apiVersion] : versionsOf(kind)
  return forms.some(form => {
    const { group, version } = groupVersion(form)
    return isIn(rule.apiGroups, group) && isIn(rule.apiVersions, version)
  })
}

export function groupVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf('/')
  return { group: apiVersion.slice(0, Math.max(slash, 0)), version: apiVersion.slice(slash + 1) }
}

function inScope(scope: string | undefined, { kind }: Review): boolean {
  return scope === undefined || scope === '*' || scope === kind.scope
}

/** Objects in namespaces by their namespace's labels, namespaces by their own; what else there is stands in none. */
function selectsNamespace(selector: LabelSelector | undefined, review: Review, read: Reader): boolean {
  if (isEmpty(selector)) return true
  const { namespace, kind, object, previous, operation, subresource } = review
  if (namespace !== undefined) return selects(selector, labelsOf(read.get(NAMESPACES, undefined, namespace)))
  if (kind.names.plural !== NAMESPACES || kind.group !== '') return true
  const isWritten = (operation === 'CREATE' || operation === 'UPDATE') && !subresource
  return selects(selector, labelsOf(isWritten ? object : (previous ?? read.get(NAMESPACES, undefined, review.name))))
}

/** Either what it is or what it was. */
function selectsObject(selector: LabelSelector | undefined, { object, previous }: Review): boolean {
  if (isEmpty(selector)) return true
  return [object, previous].some(each => each && selects(selector, labelsOf(each)))
}

const labelsOf = (object: KubeObject | undefined): Labels | undefined => object?.metadata.labels

const isEmpty = (selector: LabelSelector | undefined): boolean =>
  Object.keys(selector?.matchLabels ?? {}).length === 0 && (selector?.matchExpressions ?? []).length === 0

const selects = (selector: LabelSelector | undefined, labels: Labels | undefined): boolean =>
  matches(labelSelector(selector), labels)
