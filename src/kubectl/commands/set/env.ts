import type { Container } from '../../../lib/objects.ts'
import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import type { Found } from '../../fetch.ts'
import {
  changeAll,
  checkFlags,
  chooser,
  CONTAINERS,
  containersOf,
  SET_FLAGS,
  setTargets,
  withContainers,
  withPodSpec,
} from './change.ts'
import { type EnvVar, importedVariables, parseVariables, splitVariables } from './variables.ts'

export const env: Command = {
  name: 'env',
  usage: 'RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N',
  summary: 'Update environment variables on a pod template',
  long: `Set, remove (KEY-) or list the environment variables of containers.

--from takes them from a configmap or secret. "-e -" reads KEY=VALUE lines from standard input.`,
  examples: `  # Set a variable
  kubesim set env deployment/web MODE=live

  # Remove it from one container
  kubesim set env deployment/web MODE- -c=web

  # All keys of a configmap, as variables that refer to it
  kubesim set env deployment/web --from=configmap/settings --prefix=WEB_

  # What is set
  kubesim set env deployment/web --list`,
  complete: 'resource-name',
  flags: [
    ...SET_FLAGS,
    CONTAINERS,
    { name: 'env', short: 'e', type: 'array', help: 'KEY=VALUE to set, KEY- to remove, or - for standard input.' },
    { name: 'from', type: 'string', default: '', help: 'The configmap or secret whose keys become variables.' },
    { name: 'keys', type: 'strings', help: 'The keys to take from there. Default: all.' },
    { name: 'list', type: 'bool', default: false, help: 'Show the variables (with the changes) and send nothing.' },
    { name: 'overwrite', type: 'bool', default: true, help: 'Allow values to be replaced.' },
    { name: 'prefix', type: 'string', default: '', help: 'Put before the name of every variable.' },
  ],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const { resources, variables } = splitVariables(args)
  check(resources, flags)
  const { set, remove } = await parseVariables([...flags['env'], ...variables], ctx.io)
  if (flags['from']) set.push(...(await imported(ctx, flags)))
  for (const variable of set) variable.name = flags['prefix'] + variable.name

  const found = await setTargets(ctx, resources, flags)
  const chosen = chooser(flags['containers'])
  const change = (target: Found) =>
    withPodSpec(target, spec => {
      const containers = containersOf(spec).filter(container => chosen(container.name))
      const subject = `${target.resource.kind}/${target.name}`
      if (containers.length === 0) {
        ctx.complain(`warning: ${subject} does not have any containers matching ${JSON.stringify(flags['containers'])}`)
      }
      if (!flags['overwrite']) for (const container of containers) refuseOverwrite(target, container, set)
      const next = withContainers(spec, chosen, container => withEnv(container, set, remove))
      if (flags['list'])
        list(
          ctx,
          target,
          containersOf(next).filter(container => chosen(container.name)),
        )
      return next
    })
  if (flags['list']) {
    for (const target of found) change(target)
    return
  }
  await changeAll(ctx, found, flags, { done: 'env updated', change })
}

function check(resources: string[], flags: Flags): void {
  checkFlags(flags)
  if (flags['filename'].length === 0 && resources.length === 0) {
    throw new FailedError('one or more resources must be specified as <resource> <name> or <resource>/<name>')
  }
  if (flags['list'] && flags['output']) throw new FailedError('--list and --output may not be specified together')
  if (flags['keys'].length > 0 && !flags['from']) {
    throw new FailedError('when specifying --keys, a configmap or secret must be provided with --from')
  }
}

async function imported(ctx: CommandContext, flags: Flags): Promise<EnvVar[]> {
  const sources = await setTargets(ctx, [flags['from']], { ...flags, filename: [], local: false, selector: '' })
  return sources.flatMap(({ object }) => importedVariables(object, flags['keys']))
}

/** Variables keep their places; new ones follow. */
function withEnv(container: Container, set: readonly EnvVar[], remove: readonly string[]): Container {
  const { env: old = [], ...rest } = container
  const wanted = new Map(set.map(variable => [variable.name, variable]))
  for (const name of remove) wanted.delete(name)
  const env: EnvVar[] = []
  for (const variable of old) {
    if (remove.includes(variable.name)) continue
    env.push(wanted.get(variable.name) ?? variable)
    wanted.delete(variable.name)
  }
  env.push(...wanted.values())
  return env.length > 0 ? { ...rest, env } : rest
}

function refuseOverwrite({ resource, name }: Found, { env = [] }: Container, set: readonly EnvVar[]): void {
  for (const variable of set) {
    const old = env.find(each => each.name === variable.name)
    if (!old || old.value === variable.value) continue
    const why = `'${old.name}' already has a value (${old.value ?? ''}), and --overwrite is false`
    throw new FailedError(`error: ${resource.plural}/${name} ${why}`)
  }
}

function list(ctx: CommandContext, { resource, name }: Found, containers: readonly Container[]): void {
  for (const container of containers) {
    ctx.print(`# ${resource.kind} ${name}, container ${container.name}`)
    for (const { name, value = '', valueFrom } of container.env ?? []) {
      ctx.print(valueFrom ? `# ${name} from ${reference(valueFrom)}` : `${name}=${value}`)
    }
  }
}

function reference({
  configMapKeyRef,
  secretKeyRef,
  fieldRef,
  resourceFieldRef,
}: NonNullable<EnvVar['valueFrom']>): string {
  if (configMapKeyRef) return `configmap ${configMapKeyRef.name}, key ${configMapKeyRef.key}`
  if (secretKeyRef) return `secret ${secretKeyRef.name}, key ${secretKeyRef.key}`
  if (fieldRef) return `field path ${fieldRef.fieldPath}`
  if (!resourceFieldRef) return 'invalid valueFrom'
  const { containerName, resource } = resourceFieldRef
  return `resource field ${containerName ? `${containerName}/` : ''}${resource}`
}
