import { columns } from '../../../lib/columns.ts'
import type { Command } from '../../command.ts'
import { UsageError } from '../../command.ts'
import { outputFlags, printerFor } from '../../printers/index.ts'

export const whoami: Command = {
  name: 'whoami',
  summary: 'Experimental: Check self subject attributes',
  long: 'Tell as whom the cluster sees you: the administrator, or the user of --as.',
  examples: `  kubesim auth whoami
  kubesim auth whoami --as=bob -o yaml`,
  complete: 'none',
  flags: outputFlags(),
  async run(ctx, args, flags) {
    if (args.length > 0) throw new UsageError(`unexpected arguments: ${args.join(' ')}`)
    const printer = flags['output'] || flags['template'] ? await printerFor(ctx.io, flags) : undefined
    const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' }
    const call = { verb: 'create', resource: 'selfsubjectreviews.authentication.k8s.io', body } as const
    const review = (await ctx.client.call(call)).body
    if (printer) {
      ctx.io.stdout(printer(review))
      return
    }
    const { username, uid, groups } = review.status.userInfo
    const rows = [
      ['ATTRIBUTE', 'VALUE'],
      ['Username', username],
      ...(uid ? [['UID', uid]] : []),
      ['Groups', `[${groups.join(' ')}]`],
    ]
    ctx.io.stdout(columns(rows))
  },
}
