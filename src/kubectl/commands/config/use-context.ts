import { type Command, FailedError } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import { change, KUBECONFIG } from './source.ts'
import { unexpected } from './usage.ts'

export const useContext: Command = {
  name: 'use-context',
  aliases: ['use'],
  usage: 'CONTEXT_NAME',
  summary: 'Set the current-context in a kubeconfig file',
  long: 'Commands without --context use the current context from now on.',
  examples: `${PROGRAM} config use-context shop`,
  flags: [KUBECONFIG],
  complete: 'context',
  local: () => true,
  async run(ctx, args, flags) {
    if (args.length !== 1) throw unexpected(ctx, useContext, args)
    const name = args[0]!
    if (name === '') throw new FailedError('empty context names are not allowed')
    await change(ctx.io, flags, config => {
      if (!config.contexts.has(name)) throw new FailedError(`no context exists with the name: ${JSON.stringify(name)}`)
      config.current = name
    })
    ctx.print(`Switched to context ${JSON.stringify(name)}.`)
  },
}
