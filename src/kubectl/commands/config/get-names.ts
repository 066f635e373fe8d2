import type { Command } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import { names, type Section } from './kubeconfig.ts'
import { KUBECONFIG, sourceOf } from './source.ts'

const lister = (section: Section, summary: string): Command => ({
  name: `get-${section}`,
  summary,
  examples: `${PROGRAM} config get-${section}`,
  flags: [KUBECONFIG],
  complete: 'none',
  local: () => true,
  async run(ctx, _args, flags) {
    const config = await (await sourceOf(ctx.io, flags)).read()
    ctx.print('NAME')
    for (const name of names(config, section)) ctx.print(name)
  },
})

export const getClusters: Command = lister('clusters', 'Display clusters defined in the kubeconfig')
export const getUsers: Command = lister('users', 'Display users defined in the kubeconfig')
