import { type FieldError, invalidValue, required } from '../api/errors.ts'
import type { Describe } from '../lib/describe.ts'
import type { ClusterRole, PolicyRule } from '../lib/objects.ts'
import { compactRules, resourceText } from '../lib/rbac.ts'
import { validateLabelSelector } from './pod/validate/labels.ts'
import { Path } from './pod/validate/path.ts'

/** What Role and ClusterRole have in common. Modelled on pkg/apis/rbac/validation. */
export function validateRules(rules: readonly PolicyRule[] | undefined, isNamespaced: boolean): FieldError[] {
  return (rules ?? []).flatMap((rule, i) => {
    const path = `rules[${i}]`
    if (!rule.verbs?.length) return [required(`${path}.verbs`, 'verbs must contain at least one value')]
    if (rule.nonResourceURLs?.length) {
      const about = invalidValue(`${path}.nonResourceURLs`, rule.nonResourceURLs, '')
      if (isNamespaced) return [{ ...about, detail: 'namespaced rules cannot apply to non-resource URLs' }]
      if (rule.apiGroups?.length || rule.resources?.length || rule.resourceNames?.length) {
        return [{ ...about, detail: 'rules cannot apply to both regular resources and non-resource URLs' }]
      }
      return []
    }
    const errors: FieldError[] = []
    if (!rule.apiGroups?.length) {
      errors.push(required(`${path}.apiGroups`, 'resource rules must supply at least one api group'))
    }
    if (!rule.resources?.length) {
      errors.push(required(`${path}.resources`, 'resource rules must supply at least one resource'))
    }
    return errors
  })
}

/** Modelled on pkg/apis/rbac/validation, ValidateClusterRole. */
export function validateAggregation({ aggregationRule }: ClusterRole): FieldError[] {
  const errors: FieldError[] = []
  if (!aggregationRule) return errors
  const at = Path.root('aggregationRule.clusterRoleSelectors', errors)
  if (!aggregationRule.clusterRoleSelectors?.length) {
    at.required('at least one clusterRoleSelector required if aggregationRule is non-nil')
  }
  at.each(aggregationRule.clusterRoleSelectors, (selector, here) => {
    validateLabelSelector(selector, here.at('matchLabels'))
  })
  return errors
}

const GAP = 2

/** The table of rules, a line for every resource or URL, as kubectl describes a role. */
export function describeRules(text: Describe, rules: readonly PolicyRule[]): void {
  const rows = compactRules(rules).map(line => [
    resourceText(line),
    `[${line.url}]`,
    `[${line.names.join(' ')}]`,
    `[${line.verbs.join(' ')}]`,
  ])
  const heads = ['Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs']
  const all = [heads, heads.map(head => '-'.repeat(head.length)), ...rows]
  const widths = heads.map((_, i) => Math.max(...all.map(row => row[i]!.length)) + GAP)
  text.write(0, 'PolicyRule:\n')
  for (const row of all) text.write(1, `${row.map((cell, i) => (i === 3 ? cell : cell.padEnd(widths[i]!))).join('')}\n`)
}
