import { goJsonPretty } from '../../../lib/go-json.ts'
import { readFileSync } from 'node:fs'
import { type Command, type CommandContext, FailedError, type Flags } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import { outputFlags, printerFor } from '../../printers/index.ts'
import { type Fields, type Kubeconfig, SECTIONS, toFile } from './kubeconfig.ts'
import { KUBECONFIG, sourceOf } from './source.ts'

export const view: Command = {
  name: 'view',
  summary: 'Display merged kubeconfig settings or a specified kubeconfig file',
  long: 'Secrets are hidden unless --raw is given.',
  examples: `# Everything\n${PROGRAM} config view\n\n# The namespace of the current context\n${PROGRAM} config view --minify -o jsonpath='{..namespace}'`,
  flags: [
    KUBECONFIG,
    ...outputFlags().filter(flag => flag.name !== 'show-managed-fields'),
    { name: 'flatten', type: 'bool', default: false, help: 'Put the files that are named into the output itself.' },
    { name: 'minify', type: 'bool', default: false, help: 'Only what the current context uses.' },
    { name: 'raw', type: 'bool', default: false, help: 'Show secrets and certificates.' },
  ],
  complete: 'none',
  local: () => true,
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  if (args.length > 0) throw new FailedError(`unexpected arguments: [${args.join(' ')}]`)
  let config = await (await sourceOf(ctx.io, flags)).read()
  if (flags['minify']) config = minified(flags['context'] ? { ...config, current: flags['context'] } : config)
  if (flags['flatten']) flatten(config)
  else if (!flags['raw']) hide(config)
  const value = toFile(config)
  if (/^json$/i.test(flags['output'])) ctx.print(goJsonPretty(value, false))
  else
    ctx.io.stdout(
      (await printerFor(ctx.io, { ...flags, output: flags['output'] || (flags['template'] ? '' : 'yaml') }))!(value),
    )
}

function minified(config: Kubeconfig): Kubeconfig {
  const { current } = config
  if (current === '') throw new FailedError('current-context must exist in order to minify')
  const context = config.contexts.get(current)
  if (!context) throw new FailedError(`cannot locate context ${current}`)
  const { cluster, user } = context
  if (cluster !== undefined && !config.clusters.has(cluster)) throw new FailedError(`cannot locate cluster ${cluster}`)
  const only = (map: Map<string, Fields>, name: string | undefined) =>
    new Map([...map].filter(([each]) => each === name))
  return {
    current,
    contexts: only(config.contexts, current),
    clusters: only(config.clusters, cluster),
    users: only(config.users, user),
  }
}

const FILES = ['certificate-authority', 'client-certificate', 'client-key']

function flatten(config: Kubeconfig): void {
  for (const section of SECTIONS) {
    for (const [name, fields] of config[section]) {
      const flat = { ...fields }
      for (const key of FILES) {
        if (typeof flat[key] !== 'string') continue
        try {
          flat[`${key}-data`] = readFileSync(flat[key]).toString('base64')
        } catch {
          throw new FailedError(`unable to read ${key} ${flat[key]} for ${name}: no such file or directory`)
        }
        delete flat[key]
      }
      config[section].set(name, flat)
    }
  }
}

function hide(config: Kubeconfig): void {
  for (const section of SECTIONS) {
    for (const [name, fields] of config[section]) {
      const shown = { ...fields }
      for (const key of Object.keys(shown)) {
        if (key.endsWith('-data')) shown[key] = 'DATA+OMITTED'
        if (key === 'token' || key === 'password') shown[key] = 'REDACTED'
      }
      config[section].set(name, shown)
    }
  }
}
