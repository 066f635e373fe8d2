import type { PolicyRule } from '../../../lib/objects.ts'
import type { Command, CommandContext, Flag, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { resolveResource } from '../../resources.ts'
import { GENERATOR_FLAGS, generate, oneName } from './generator.ts'

const GROUP_VERSION = 'rbac.authorization.k8s.io/v1'

const RULE_FLAGS: Flag[] = [
  { name: 'resource', type: 'strings', help: 'What the rule is for: pods, deployments.apps, pods/log.' },
  { name: 'resource-name', type: 'array', help: 'Only objects of this name.' },
  { name: 'verb', type: 'strings', help: 'What may be done: get, list, ...' },
]

export const role: Command = {
  name: 'role',
  usage: 'NAME --verb=verb --resource=resource.group/subresource [--resource-name=resourcename]',
  summary: 'Create a role with single rule',
  examples: `  # May read pods
  kubesim create role reader --verb=get,list,watch --resource=pods`,
  flags: [...GENERATOR_FLAGS, ...RULE_FLAGS],
  async run(ctx, args, flags) {
    const name = oneName(args, 'create role')
    const rules = await resourceRules(ctx, flags)
    if (!rules) return 1
    await generate(
      ctx,
      flags,
      { apiVersion: GROUP_VERSION, kind: 'Role', metadata: { name }, rules },
      'failed to create role: ',
    )
    return undefined
  },
}

export const clusterRole: Command = {
  name: 'clusterrole',
  usage: 'NAME --verb=verb --resource=resource.group [--resource-name=resourcename]',
  summary: 'Create a cluster role',
  examples: `  # May read nodes
  kubesim create clusterrole node-reader --verb=get,list --resource=nodes

  # May ask for the health of the API server
  kubesim create clusterrole health --verb=get --non-resource-url=/healthz

  # May do whatever the ClusterRoles with a label may
  kubesim create clusterrole monitoring --aggregation-rule=example.com/monitoring=true`,
  flags: [
    ...GENERATOR_FLAGS,
    ...RULE_FLAGS,
    { name: 'aggregation-rule', type: 'strings', help: 'Gather the rules of ClusterRoles with this label: key=value.' },
    { name: 'non-resource-url', type: 'strings', help: 'A path of the API server that is no resource.' },
  ],
  async run(ctx, args, flags) {
    const name = oneName(args, 'create clusterrole')
    const urls: string[] = flags['non-resource-url']
    if (flags['aggregation-rule'].length > 0) {
      if ([urls, flags['verb'], flags['resource'], flags['resource-name']].some(list => list.length > 0)) {
        const others = 'nonResourceURLs, verbs, resources or resourceNames'
        throw new FailedError(`aggregation rule must be specified without ${others}`)
      }
      const clusterRoleSelectors = [{ matchLabels: labelsOf(flags['aggregation-rule']) }]
      await generate(
        ctx,
        flags,
        {
          apiVersion: GROUP_VERSION,
          kind: 'ClusterRole',
          metadata: { name },
          aggregationRule: { clusterRoleSelectors },
          rules: null,
        } as any,
        'failed to create clusterrole: ',
      )
      return undefined
    }
    if (urls.length > 0 && flags['verb'].length === 0) throw new FailedError('at least one verb must be specified')
    const own = urls.length > 0 ? [{ nonResourceURLs: urls, verbs: unique(flags['verb']) }] : []
    const rules = urls.length > 0 && flags['resource'].length === 0 ? [] : await resourceRules(ctx, flags)
    if (!rules) return 1
    const object = { apiVersion: GROUP_VERSION, kind: 'ClusterRole', metadata: { name }, rules: [...rules, ...own] }
    await generate(ctx, flags, object, 'failed to create clusterrole: ')
    return undefined
  },
}

/** `key=value` pairs. Throws FailedError. */
function labelsOf(pairs: readonly string[]): Record<string, string> {
  const labels: Record<string, string> = {}
  for (const pair of pairs) {
    const equals = pair.indexOf('=')
    if (equals < 0) throw new FailedError(`${pair} must be formatted as key=value`)
    labels[pair.slice(0, equals)] = pair.slice(equals + 1)
  }
  return labels
}

/** One rule for each API group. Undefined: a resource is unknown, and has been complained of. */
async function resourceRules(ctx: CommandContext, flags: Flags): Promise<PolicyRule[] | undefined> {
  const verbs = unique(flags['verb'])
  if (verbs.length === 0) throw new FailedError('at least one verb must be specified')
  if (flags['resource'].length === 0) throw new FailedError('at least one resource must be specified')
  const groups = new Map<string, string[]>()
  for (const text of flags['resource'] as string[]) {
    const [word = '', subresource] = text.split('/')
    const found =
      word === '*'
        ? { group: '', plural: '*' }
        : await resolveResource(ctx.client, word).catch(error => {
            if (!(error instanceof FailedError)) throw error
            ctx.complain(error.message)
          })
    if (!found) return undefined
    const resource = subresource ? `${found.plural}/${subresource}` : found.plural
    groups.set(found.group, unique([...(groups.get(found.group) ?? []), resource]))
  }
  const names = unique(flags['resource-name'])
  return [...groups].map(([group, resources]) => ({
    apiGroups: [group],
    ...(names.length > 0 ? { resourceNames: names } : {}),
    resources,
    verbs,
  }))
}

const unique = (words: readonly string[]): string[] => [...new Set(words)]
