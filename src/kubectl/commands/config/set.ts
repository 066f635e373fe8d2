import type { Command } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import { setProperty, unsetProperty } from './property.ts'
import { change, KUBECONFIG } from './source.ts'
import { unexpected } from './usage.ts'

export const setValue: Command = {
  name: 'set',
  usage: 'PROPERTY_NAME PROPERTY_VALUE',
  summary: 'Set an individual value in a kubeconfig file',
  long: 'The name is a path with dots: current-context, or a section (clusters, contexts, users), an entry and a field.',
  examples: `${PROGRAM} config set contexts.shop.namespace team-a\n\n${PROGRAM} config set clusters.lab.server https://10.0.0.1:6443 --kubeconfig lab.conf`,
  flags: [
    KUBECONFIG,
    {
      name: 'set-raw-bytes',
      type: 'bool',
      default: false,
      help: 'The value of a field that holds bytes is given as it is, not in base64.',
    },
  ],
  complete: 'none',
  local: () => true,
  async run(ctx, args, flags) {
    if (args.length !== 2) throw unexpected(ctx, setValue, args)
    const [path, value] = args as [string, string]
    await change(ctx.io, flags, config => setProperty(config, path, value, flags['set-raw-bytes']))
    ctx.print(`Property ${JSON.stringify(path)} set.`)
  },
}

export const unsetValue: Command = {
  name: 'unset',
  usage: 'PROPERTY_NAME',
  summary: 'Unset an individual value in a kubeconfig file',
  long: 'The name is a path with dots, as for set; without its last words it names a whole entry or section.',
  examples: `${PROGRAM} config unset contexts.shop.namespace\n\n${PROGRAM} config unset users.ann --kubeconfig lab.conf`,
  flags: [KUBECONFIG],
  complete: 'none',
  local: () => true,
  async run(ctx, args, flags) {
    if (args.length !== 1) throw unexpected(ctx, unsetValue, args)
    await change(ctx.io, flags, config => unsetProperty(config, args[0]!))
    ctx.print(`Property ${JSON.stringify(args[0])} unset.`)
  },
}
