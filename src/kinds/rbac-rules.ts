import { type FieldError, invalidValue, required } from '../api/errors.ts'
import type { Describe } from '../lib/describe.ts'
import type { PolicyRule } from '../lib/objects.ts'

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

const GAP = 2

/** The table of rules, a line for every resource or URL, as kubectl describes a role. */
export function describeRules(text: Describe, rules: readonly PolicyRule[]): void {
  const rows = rules.flatMap(rule => {
    const tail = (urls: string[], names: string[]) => [
      `[${urls.join(' ')}]`,
      `[${names.join(' ')}]`,
      `[${(rule.verbs ?? []).join(' ')}]`,
    ]
    const urls = (rule.nonResourceURLs ?? []).map(url => ['', ...tail([url], [])])
    const resources = (rule.resources ?? []).flatMap(resource =>
      (rule.apiGroups ?? ['']).map(group => [
        group === '' ? resource : `${resource}.${group}`,
        ...tail([], rule.resourceNames ?? []),
      ]),
    )
    return [...resources, ...urls]
  })
  rows.sort((a, b) => (a[0]! < b[0]! ? -1 : a[0]! > b[0]! ? 1 : 0))
  const heads = ['Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs']
  const all = [heads, heads.map(head => '-'.repeat(head.length)), ...rows]
  const widths = heads.map((_, i) => Math.max(...all.map(row => row[i]!.length)) + GAP)
  text.write(0, 'PolicyRule:\n')
  for (const row of all) text.write(1, `${row.map((cell, i) => (i === 3 ? cell : cell.padEnd(widths[i]!))).join('')}\n`)
}
