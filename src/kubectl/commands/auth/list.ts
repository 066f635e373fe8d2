import { columns } from '../../../lib/columns.ts'
import type { PolicyRule } from '../../../lib/objects.ts'
import type { CommandContext } from '../../command.ts'

/** The table of `can-i --list`: every resource and URL, with what may be done there. */
export async function listRules(ctx: CommandContext, noHeaders: boolean): Promise<void> {
  const spec = { namespace: ctx.namespace.name }
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec }
  const call = { verb: 'create', resource: 'selfsubjectrulesreviews.authorization.k8s.io', body } as const
  const { resourceRules, nonResourceRules } = (await ctx.client.call(call)).body.status
  const list = (items: readonly string[] | undefined) => `[${(items ?? []).join(' ')}]`
  const resources = (resourceRules as PolicyRule[]).flatMap(rule =>
    (rule.resources ?? []).flatMap(resource =>
      (rule.apiGroups ?? ['']).map(group => [
        group === '' ? resource : `${resource}.${group}`,
        list([]),
        list(rule.resourceNames),
        list(rule.verbs),
      ]),
    ),
  )
  const urls = (nonResourceRules as PolicyRule[]).flatMap(rule =>
    (rule.nonResourceURLs ?? []).map(url => ['', list([url]), list([]), list(rule.verbs)]),
  )
  const rows = [...resources.sort((a, b) => (a[0]! < b[0]! ? -1 : 1)), ...urls]
  if (!noHeaders) rows.unshift(['Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs'])
  ctx.io.stdout(columns(rows))
}
