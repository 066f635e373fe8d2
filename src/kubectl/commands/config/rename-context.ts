import { type Command, FailedError } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import { change, KUBECONFIG } from './source.ts'
import { unexpected } from './usage.ts'

export const renameContext: Command = {
  name: 'rename-context',
  usage: 'CONTEXT_NAME NEW_NAME',
  summary: 'Rename a context from the kubeconfig file',
  long: `Without --kubeconfig the context is one of ${PROGRAM}'s clusters, whose state file gets the new name too.`,
  examples: `${PROGRAM} config rename-context shop old-shop`,
  flags: [KUBECONFIG],
  complete: 'context',
  local: () => true,
  async run(ctx, args, flags) {
    if (args.length !== 2) throw unexpected(ctx, renameContext, args)
    const [from, to] = args as [string, string]
    if (to === '') throw new FailedError('You must specify a new non-empty context name')
    const quoted = `${JSON.stringify(from)}`
    await change(ctx.io, flags, (config, file) => {
      const fields = config.contexts.get(from)
      if (!fields) throw new FailedError(`cannot rename the context ${quoted}, it's not in ${file}`)
      if (config.contexts.has(to)) {
        throw new FailedError(
          `cannot rename the context ${quoted}, the context ${JSON.stringify(to)} already exists in ${file}`,
        )
      }
      config.contexts.delete(from)
      config.contexts.set(to, fields)
      if (config.current === from) config.current = to
    })
    ctx.print(`Context ${quoted} renamed to ${JSON.stringify(to)}.`)
  },
}
