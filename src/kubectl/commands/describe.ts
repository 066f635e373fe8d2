import { ApiError } from '../../api/errors.ts'
import { FailedError, type Command, type CommandContext, type Flags } from '../command.ts'
import { fetchList, fetchTarget, foundObject } from '../fetch.ts'
import { PROGRAM } from '../globals.ts'
import {
  ALL_NAMESPACES,
  CHUNK_SIZE,
  FILENAME,
  KUSTOMIZE,
  RECURSIVE,
  resolveTargets,
  SELECTOR,
  type Target,
  type Targets,
} from '../targets.ts'

export const describe: Command = {
  name: 'describe',
  group: 'Troubleshooting and Debugging Commands:',
  usage: '(-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)',
  summary: 'Show details of a specific resource or group of resources',
  long: `Prints what is known about the selected resources, with the events and the resources that belong to them.

If there is no resource of the given name, all whose names begin with it are shown.

Use "${PROGRAM} api-resources" for a complete list of supported resources.`,
  examples: `# A node
${PROGRAM} describe nodes kubesim-worker

# A pod, and all pods of a deployment
${PROGRAM} describe pods/web
${PROGRAM} describe pods web

# Pods that carry a label
${PROGRAM} describe pods -l app=web

# What a file describes
${PROGRAM} describe -f web.yaml`,
  flags: [
    ALL_NAMESPACES,
    CHUNK_SIZE,
    FILENAME,
    KUSTOMIZE,
    RECURSIVE,
    SELECTOR,
    {
      name: 'hints',
      type: 'bool',
      default: false,
      help: `Add what ${PROGRAM} why tells about each of them in plain words.`,
    },
    { name: 'show-events', type: 'bool', default: true, help: 'Show the events of the resources.' },
  ],
  complete: 'resource-name',
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  if (args.length === 0 && flags['filename'].length === 0 && !flags['kustomize']) {
    throw new FailedError(
      `You must specify the type of resource to describe. Use "${PROGRAM} api-resources" for a complete list of supported resources.`,
    )
  }
  const targets = await resolveTargets(ctx, args, flags, { emptyMeansAll: true })
  const { found, errors } = await expand(ctx, targets)
  let count = 0
  for (const target of found) {
    try {
      const text = await textOf(ctx, target, flags)
      ctx.io.stdout(count++ === 0 ? text : `\n\n${text}`)
    } catch (error) {
      const isPrefix = error instanceof ApiError && error.reason === 'NotFound' && args.length === 2
      if (!isPrefix || !(await describeByPrefix(ctx, target, flags))) errors.push(error)
      else count++
    }
  }
  if (errors.length > 0) throw new AggregateError(errors)
  if (count === 0) {
    ctx.complain(`No resources found${flags['all-namespaces'] ? '' : ` in ${ctx.namespace.name} namespace.`}`)
  }
}

/** Every single object that is meant. */
async function expand(ctx: CommandContext, targets: Targets): Promise<{ found: Target[]; errors: unknown[] }> {
  const found = [...targets.named]
  const errors: unknown[] = []
  for (const listing of targets.lists) {
    try {
      const { items } = await fetchList(ctx.client, listing, targets)
      for (const item of items) found.push(foundObject(listing.resource, item))
    } catch (error) {
      errors.push(error)
    }
  }
  return { found, errors }
}

async function textOf(ctx: CommandContext, target: Target, flags: Flags): Promise<string> {
  const query = { showEvents: flags['show-events'] }
  const { text } = await fetchTarget(ctx.client, target, { as: 'describe', query })
  return `${text}\n${flags['hints'] ? await hintsOf(ctx, target) : ''}`
}

async function hintsOf(ctx: CommandContext, target: Target): Promise<string> {
  const { hints } = await import('./why/index.ts')
  return `Hints:\n${(await hints(ctx, target)).replace(/^(?=.)/gm, '  ')}`
}

/** Describes all objects whose names begin with that of `target`. False when there are none. */
async function describeByPrefix(ctx: CommandContext, target: Target, flags: Flags): Promise<boolean> {
  const chunk: number = flags['chunk-size']
  const everything = { named: [], lists: [], labelSelector: '', fieldSelector: '', chunk, single: false, unread: [] }
  const { items } = await fetchList(ctx.client, target, everything)
  const named = items.filter(item => item.metadata.name.startsWith(target.name))
  for (const item of named) ctx.print(await textOf(ctx, foundObject(target.resource, item), flags))
  return named.length > 0
}
