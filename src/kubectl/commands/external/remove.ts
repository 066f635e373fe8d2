import { type Command, UsageError } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import { act } from './act.ts'

export const remove: Command = {
  name: 'remove',
  aliases: ['rm', 'delete'],
  usage: 'NAME',
  summary: 'Remove a host outside the cluster',
  examples: `${PROGRAM} external remove api.example.org`,
  complete: 'none',
  async run(ctx, args) {
    const [name] = args
    if (name === undefined || args.length > 1)
      throw new UsageError('expected one NAME', `See '${PROGRAM} external remove -h' for help and examples`)
    await act(ctx, { act: 'remove', name })
    ctx.print(`host ${name} removed`)
  },
}
