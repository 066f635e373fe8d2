import { type Command, type CommandContext, FailedError, type Flags } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import { change, KUBECONFIG } from './source.ts'
import { unexpected } from './usage.ts'

export const setContext: Command = {
  name: 'set-context',
  usage: '[NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace]',
  summary: 'Set a context entry in kubeconfig',
  long: 'What is not given stays as it is.',
  examples: `# Commands without -n look in the namespace team-a from now on
${PROGRAM} config set-context --current --namespace=team-a

# Of another cluster
${PROGRAM} config set-context shop --namespace=team-a`,
  flags: [
    KUBECONFIG,
    { name: 'current', type: 'bool', default: false, help: 'Change the current context.' },
    { name: 'cluster', type: 'string', help: 'The cluster of the context.' },
    { name: 'user', type: 'string', help: 'The user of the context.' },
    { name: 'namespace', short: 'n', type: 'string', help: 'The namespace of commands that name none.' },
  ],
  complete: 'context',
  local: () => true,
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  if (args.length > 1) throw unexpected(ctx, setContext, args)
  const given = args[0] ?? ''
  if (given === '' && !flags['current']) throw new FailedError('you must specify a non-empty context name or --current')
  if (given !== '' && flags['current']) throw new FailedError('you cannot specify both a context name and --current')
  let name = given
  let existed = true
  await change(ctx.io, flags, config => {
    if (flags['current']) name = config.current
    if (name === '') throw new FailedError('no current context is set')
    existed = config.contexts.has(name)
    const fields = { ...config.contexts.get(name) }
    for (const key of ['cluster', 'user', 'namespace']) {
      if (flags[key] === '') delete fields[key]
      else if (flags[key] !== undefined) fields[key] = flags[key]
    }
    config.contexts.set(name, fields)
  })
  ctx.print(`Context ${JSON.stringify(name)} ${existed ? 'modified' : 'created'}.`)
}
