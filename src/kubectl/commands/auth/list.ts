import { columns } from '../../../lib/columns.ts'
import type { PolicyRule } from '../../../lib/objects.ts'
import { compactRules, resourceText } from '../../../lib/rbac.ts'
import type { CommandContext } from '../../command.ts'

/** The table of `can-i --list`: every resource and URL, with what may be done there. */
export async function listRules(ctx: CommandContext, noHeaders: boolean): Promise<void> {
  const spec = { namespace: ctx.namespace.name }
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec }
  const call = { verb: 'create', resource: 'selfsubjectrulesreviews.authorization.k8s.io', body } as const
  const { resourceRules, nonResourceRules } = (await ctx.client.call(call)).body.status
  const rows = compactRules([...resourceRules, ...nonResourceRules] as PolicyRule[]).map(line => [
    resourceText(line),
    `[${line.url}]`,
    `[${line.names.join(' ')}]`,
    `[${line.verbs.join(' ')}]`,
  ])
  if (!noHeaders) rows.unshift(['Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs'])
  ctx.io.stdout(columns(rows))
}
