import { type Command, type CommandContext, FailedError, type Flags } from '../command.ts'
import { PROGRAM } from '../globals.ts'

const list: Command = {
  name: 'list',
  summary: 'List all visible plugin executables on the PATH',
  long: `Lists the programs on the PATH whose names begin with ${PROGRAM}-, and warns of those that cannot be called.`,
  flags: [{ name: 'name-only', type: 'bool', default: false, help: 'Show the names without the folders.' }],
  complete: 'none',
  local: () => true,
  run,
}

/** Modelled on k8s.io/kubectl pkg/cmd/plugin. */
export const plugin: Command = {
  name: 'plugin',
  group: 'Other Commands:',
  usage: '[flags]',
  summary: 'Provides utilities for interacting with plugins',
  long: `A program on the PATH that is called ${PROGRAM}-NAME is the command "${PROGRAM} NAME". The plugins of kubectl are not used: they
want a real cluster.`,
  commands: [list],
}

async function run(ctx: CommandContext, _args: string[], flags: Flags): Promise<void> {
  const { findPlugins, isExecutable, PREFIX } = await import('../plugins.ts')
  const { commands } = await import('./index.ts')
  const paths = findPlugins(ctx.io)
  if (!paths.length) throw new FailedError(`unable to find any ${PROGRAM} plugins in your PATH`)
  ctx.print('The following compatible plugins are available:\n')
  const seen = new Map<string, string>()
  let warnings = 0
  const warn = (text: string) => {
    warnings++
    ctx.complain(`  - warning: ${text}`)
  }
  for (const path of paths) {
    const name = path.slice(path.lastIndexOf('/') + 1)
    ctx.print(flags['name-only'] ? name : path)
    const command = name.slice(PREFIX.length)
    if (Object.hasOwn(commands, command)) warn(`${name} overwrites existing command: "${PROGRAM} ${command}"`)
    else if (!isExecutable(path)) warn(`${path} identified as a ${PROGRAM} plugin, but it is not executable`)
    else if (seen.has(name)) warn(`${path} is overshadowed by a similarly named plugin: ${seen.get(name)}`)
    else seen.set(name, path)
  }
  if (warnings === 1) throw new FailedError('one plugin warning was found')
  if (warnings > 1) throw new FailedError(`${warnings} plugin warnings were found`)
}
