import { ApiError } from '../../api/errors.ts'
import type { KubeObject } from '../../lib/objects.ts'
import type { Ms } from '../../lib/time.ts'
import { type Command, type CommandContext, FailedError, type Flags } from '../command.ts'
import { throwAll } from '../failures.ts'
import { fetchList, fetchTarget, foundObject } from '../fetch.ts'
import { PROGRAM } from '../globals.ts'
import { named } from '../named.ts'
import { outputFlags, printerFor, type Printer } from '../printers/index.ts'
import {
  ALL_NAMESPACES,
  FIELD_SELECTOR,
  FILENAME,
  RECURSIVE,
  resolveTargets,
  SELECTOR,
  type Target,
  type Targets,
} from '../targets.ts'
import { type Goal, parseGoal } from './wait/goal.ts'

const WEEK = 7 * 24 * 3600 * 1000

export const wait: Command = {
  name: 'wait',
  group: 'Advanced Commands:',
  usage:
    "([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available|--for=jsonpath='{}'[=value]]",
  summary: 'Wait for a specific condition on one or many resources',
  long: `Returns when all the resources are as --for says, or fails when --timeout has passed before. On a virtual clock the waiting takes no time: the cluster's clock moves on to the moment.`,
  examples: `# Until a deployment is available, and until a pod is ready or not
${PROGRAM} wait --for=condition=Available deployment/web
${PROGRAM} wait --for=condition=Ready=false pod/web

# Until a field has a value, or any value
${PROGRAM} wait --for=jsonpath='{.status.phase}'=Running pod/web
${PROGRAM} wait --for=jsonpath='{.status.loadBalancer.ingress}' service/web

# Until something exists, and until it is gone
${PROGRAM} wait --for=create configmap/settings --timeout=60s
${PROGRAM} wait --for=delete pod/web --timeout=60s`,
  flags: [
    { name: 'all', type: 'bool', default: false, help: 'All resources of the given types in the namespace.' },
    ALL_NAMESPACES,
    FIELD_SELECTOR,
    FILENAME,
    {
      name: 'for',
      type: 'string',
      values: ['condition=', 'create', 'delete', 'jsonpath='],
      default: '',
      help: "What to wait for: create, delete, condition=NAME[=VALUE] or jsonpath='{PATH}'[=VALUE]. The default VALUE of a condition is true.",
    },
    ...outputFlags(),
    RECURSIVE,
    SELECTOR,
    {
      name: 'timeout',
      type: 'duration',
      default: 30_000,
      help: 'How long to wait. Zero looks once; a negative value waits for a week.',
    },
  ],
  complete: 'resource-name',
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const print = await printerFor(ctx.io, flags)
  const goal = parseGoal(flags['for'])
  const targets = await resolveTargets(ctx, args, flags)
  const errors: unknown[] = []
  let waited = 0
  let until: Ms | undefined
  const deadline = () => (until ??= ctx.client.now() + (flags['timeout'] < 0 ? WEEK : flags['timeout']))
  for (const target of await expand(ctx, targets, goal, deadline)) {
    waited++
    try {
      await waitFor(ctx, target, goal, deadline, print)
    } catch (error) {
      errors.push(error)
    }
  }
  throwAll(errors)
  if (waited === 0 && goal.kind !== 'delete') throw new FailedError('no matching resources found')
}

/** The objects waited for. Waiting for the creation of what selectors match waits until something does. */
async function expand(ctx: CommandContext, targets: Targets, goal: Goal, deadline: () => Ms): Promise<Target[]> {
  for (;;) {
    const found = [...targets.named]
    for (const listing of targets.lists) {
      const { items } = await fetchList(ctx.client, listing, targets)
      for (const item of items) found.push(foundObject(listing.resource, item))
    }
    if (found.length > 0 || goal.kind !== 'create') return found
    if (!(await ctx.client.next(deadline()))) throw new FailedError('timed out waiting for the condition')
  }
}

async function waitFor(
  ctx: CommandContext,
  target: Target,
  goal: Goal,
  deadline: () => Ms,
  print?: Printer,
): Promise<void> {
  let last: KubeObject | undefined
  for (;;) {
    const object = await lookUp(ctx, target, goal)
    // Something of the same name that was made anew is not what was waited for.
    const gone = !object || (last !== undefined && last.metadata.uid !== object.metadata.uid)
    if (goal.kind === 'delete' && gone) {
      if (last) announce(ctx, target, last, print)
      return
    }
    if (object && goal.isMet(object)) return announce(ctx, target, object, print)
    last = object ?? last
    if (!(await ctx.client.next(deadline()))) {
      throw new FailedError(
        `timed out waiting for the condition${goal.kind === 'create' ? '' : ` on ${target.resource.groupResource}/${target.name}`}`,
      )
    }
  }
}

async function lookUp(ctx: CommandContext, target: Target, goal: Goal): Promise<KubeObject | undefined> {
  try {
    return await fetchTarget(ctx.client, target)
  } catch (error) {
    const absent = error instanceof ApiError && error.reason === 'NotFound'
    if (absent && goal.kind !== 'state') return undefined
    throw error
  }
}

function announce(ctx: CommandContext, target: Target, object: KubeObject, print?: Printer): void {
  if (print) ctx.io.stdout(print(object))
  else ctx.print(`${named(target.resource, target.name)} condition met`)
}
