/** What the rules of roles have in common, wherever they are read. */
import { equal } from './equal.ts'
import type { ClusterRole, PolicyRule } from './objects.ts'
import { labelSelector, matches } from './selector.ts'

/**
 * The rules of an aggregated ClusterRole: those of every other one that it selects, in the order of their names, each once.
 * Modelled on pkg/controller/clusterroleaggregation.
 */
export function aggregatedRules(role: ClusterRole, all: readonly ClusterRole[]): PolicyRule[] {
  const rules: PolicyRule[] = []
  for (const selector of role.aggregationRule?.clusterRoleSelectors ?? []) {
    const wanted = labelSelector(selector)
    const chosen = all.filter(
      each => each.metadata.name !== role.metadata.name && matches(wanted, each.metadata.labels),
    )
    chosen.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
    for (const { rules: own = [] } of chosen) {
      for (const rule of own) if (!rules.some(each => equal(each, rule))) rules.push(rule)
    }
  }
  return rules
}

/** One line of a table of rules. */
export interface RuleLine {
  group: string
  resource: string
  url: string
  names: string[]
  verbs: string[]
}

/**
 * Rules taken apart, one resource and name each, those for the same thing drawn together, in the order in which kubectl
 * shows them. Modelled on k8s.io/kubectl pkg/util/rbac.
 */
export function compactRules(rules: readonly PolicyRule[]): RuleLine[] {
  const lines = new Map<string, RuleLine>()
  const urls: RuleLine[] = []
  const add = (group: string, resource: string, names: string[], verbs: readonly string[]) => {
    const key = JSON.stringify([group, resource, names])
    const line = lines.get(key) ?? { group, resource, url: '', names, verbs: [] }
    for (const verb of verbs) if (!line.verbs.includes(verb)) line.verbs.push(verb)
    lines.set(key, line)
  }
  for (const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [], verbs = [] } of rules) {
    for (const group of apiGroups) {
      for (const resource of resources) {
        if (resourceNames.length === 0) add(group, resource, [], verbs)
        for (const name of resourceNames) add(group, resource, [name], verbs)
      }
    }
    for (const url of nonResourceURLs) {
      for (const verb of verbs) urls.push({ group: '', resource: '', url, names: [], verbs: [verb] })
    }
  }
  return [...urls, ...lines.values()]
    .map(line => ({ line, text: goText(line) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ line }) => line)
}

/** As Go prints a PolicyRule. */
function goText({ group, resource, url, names, verbs }: RuleLine): string {
  const isUrl = url !== ''
  const fields = [
    `Verbs:[${verbs.join(' ')}]`,
    `APIGroups:[${isUrl ? '' : group}]`,
    `Resources:[${isUrl ? '' : resource}]`,
    `ResourceNames:[${names.join(' ')}]`,
    `NonResourceURLs:[${url}]`,
  ]
  return fields.map(field => `${field},`).join('')
}

/** `deployments.apps`, `pods`; nothing for a URL. */
export const resourceText = ({ group, resource }: RuleLine): string =>
  group === '' || resource === '' ? resource : `${resource}.${group}`

/** Rules of which each has one verb, one resource of one group with one name at most, or one URL. */
export function brokenDown(rules: readonly PolicyRule[]): PolicyRule[] {
  return rules.flatMap(({ apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [], verbs }) => [
    ...apiGroups.flatMap(group =>
      resources.flatMap(resource =>
        verbs.flatMap(verb => {
          const rule = { apiGroups: [group], resources: [resource], verbs: [verb] }
          return resourceNames.length === 0 ? [rule] : resourceNames.map(name => ({ ...rule, resourceNames: [name] }))
        }),
      ),
    ),
    ...nonResourceURLs.flatMap(url => verbs.map(verb => ({ nonResourceURLs: [url], verbs: [verb] }))),
  ])
}
