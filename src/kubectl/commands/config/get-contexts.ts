import { columns } from '../../../lib/columns.ts'
import { type Command, type CommandContext, FailedError, type Flags } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import { type Kubeconfig, names } from './kubeconfig.ts'
import { KUBECONFIG, sourceOf } from './source.ts'

export const getContexts: Command = {
  name: 'get-contexts',
  usage: '[(-o|--output=)name)]',
  summary: 'Describe one or many contexts',
  long: 'List the contexts, or those that are named: a star marks the current one.',
  examples: `# All contexts\n${PROGRAM} config get-contexts\n\n# One context\n${PROGRAM} config get-contexts shop`,
  flags: [
    KUBECONFIG,
    { name: 'no-headers', type: 'bool', default: false, help: 'Leave out the line of column names.' },
    { name: 'output', short: 'o', type: 'string', default: '', values: ['name'], help: 'name: only the names.' },
  ],
  complete: 'context',
  local: () => true,
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const output: string = flags['output']
  if (output !== '' && output !== 'name') throw new FailedError(`output must be one of '' or 'name': ${output}`)
  const config = await (await sourceOf(ctx.io, flags)).read()
  const wanted = args.length > 0 ? args : names(config, 'contexts')
  const found = wanted.filter(name => config.contexts.has(name))
  if (output === 'name') for (const name of found) ctx.print(name)
  else ctx.io.stdout(columns([...(flags['no-headers'] ? [] : [HEADER]), ...found.map(name => row(config, name))]))
  const missing = wanted.filter(name => !config.contexts.has(name))
  if (missing.length > 0) throw new FailedError(missing.map(name => `context ${name} not found`).join('\nerror: '))
}

const HEADER = ['CURRENT', 'NAME', 'CLUSTER', 'AUTHINFO', 'NAMESPACE']

function row(config: Kubeconfig, name: string): string[] {
  const { cluster = '', user = '', namespace = '' } = config.contexts.get(name)!
  return [config.current === name ? '*' : '', name, cluster, user, namespace]
}
