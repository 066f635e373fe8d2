import { type Command, FailedError } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import { KUBECONFIG, sourceOf } from './source.ts'

export const currentContext: Command = {
  name: 'current-context',
  summary: 'Display the current-context',
  examples: `# The cluster that commands use\n${PROGRAM} config current-context`,
  flags: [KUBECONFIG],
  complete: 'none',
  local: () => true,
  async run(ctx, _args, flags) {
    const { current } = await (await sourceOf(ctx.io, flags)).read()
    if (current === '') throw new FailedError('current-context is not set')
    ctx.print(current)
  },
}
