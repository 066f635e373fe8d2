import type { Reader } from '../../api/kind.ts'
import { versionsOf } from '../../api/registry.ts'
import type { Review } from '../../api/webhooks.ts'
import type { AdmissionRule, KubeObject, Labels, LabelSelector } from '../../lib/objects.ts'
import { labelSelector, matches } from '../../lib/selector.ts'

const GROUP = 'admissionregistration.k8s.io'
const NAMESPACES = 'namespaces'

/** Whoever judges must stay curable: nobody is asked about these. */
export const isExempt = ({ kind }: Review): boolean => kind.group === GROUP

/** What webhooks, policies and bindings say of the requests that they are about. */
export interface Concern {
  matchPolicy?: string
  namespaceSelector?: LabelSelector
  objectSelector?: LabelSelector
}

/**
 * Whether a request is one that a webhook or a policy is about. Modelled on apiserver's pkg/admission/plugin/webhook,
 * generic/webhook.go and predicates. Its rules are another matter: `matchedForm`.
 */
export const selectsRequest = (concern: Concern, review: Review, read: Reader): boolean =>
  selectsNamespace(concern.namespaceSelector, review, read) && selectsObject(concern.objectSelector, review)

/** The version in which rules want the object; undefined when they do not want it. First in its own, by any rule. */
export function matchedForm(
  rules: readonly AdmissionRule[] | undefined,
  review: Review,
  matchPolicy: string | undefined,
): string | undefined {
  if (!rules) return undefined
  const { apiVersion, kind } = review
  if (rules.some(rule => covers(rule, review, apiVersion))) return apiVersion
  if (matchPolicy === 'Exact') return undefined
  // Equivalent: the same object may be read in any version that serves it.
  for (const rule of rules) {
    const form = versionsOf(kind).find(each => each !== apiVersion && covers(rule, review, each))
    if (form !== undefined) return form
  }
  return undefined
}

/** The namespace that a request names; a namespace names itself. */
export const placeOf = ({ namespace, kind, name }: Review): string | undefined =>
  namespace ?? (kind.group === '' && kind.names.plural === NAMESPACES ? name : undefined)

const isIn = (list: readonly string[] | undefined, word: string): boolean =>
  (list ?? []).some(each => each === '*' || each === word)

function covers(rule: AdmissionRule, review: Review, apiVersion: string): boolean {
  const { kind, operation, subresource = '', name } = review
  if (!isIn(rule.operations, operation) || !inScope(rule.scope, review)) return false
  const isResource = (rule.resources ?? []).some(text => {
    const [resource, sub = ''] = text.split('/')
    return (resource === '*' || resource === kind.names.plural) && (sub === '*' || sub === subresource)
  })
  if (!isResource) return false
  const { group, version } = groupVersion(apiVersion)
  if (!isIn(rule.apiGroups, group) || !isIn(rule.apiVersions, version)) return false
  return !rule.resourceNames?.length || rule.resourceNames.includes(name)
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
