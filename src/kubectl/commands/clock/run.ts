import { formatGoDuration } from '../../../lib/duration.ts'
import type { KubeObject } from '../../../lib/objects.ts'
import { Refusal } from '../../../lib/refusal.ts'
import type { Ms } from '../../../lib/time.ts'
import type { Command, CommandContext } from '../../command.ts'
import { FailedError, UsageError } from '../../command.ts'
import { definitionOf } from '../../definition.ts'
import { isNotFound } from '../../failures.ts'
import { fetchTarget } from '../../fetch.ts'
import { PROGRAM } from '../../globals.ts'
import { resolveTargets, type Target } from '../../targets.ts'
import { parseGoal } from '../wait/goal.ts'
import { span } from './span.ts'

export const run: Command = {
  name: 'run',
  usage: "--until 'TYPE/NAME WORD' [--max DURATION]",
  summary: 'Let time pass at once until something holds',
  long: `Let time pass at once until an object is as asked.

WORD is ready (its rollout is done, or its condition Ready is true), deleted, or what \`${PROGRAM} wait --for\` takes: condition=NAME,
jsonpath={PATH}=VALUE, create.`,
  examples: `${PROGRAM} clock run --until 'deployment/web ready'
${PROGRAM} clock run --until 'pod/web-1 jsonpath={.status.phase}=Failed' --max 2h`,
  flags: [
    { name: 'until', type: 'string', required: true, help: 'What to wait for: an object and a word.' },
    { name: 'max', type: 'string', default: '1d', help: 'Give up after this much cluster time.' },
  ],
  complete: 'none',
  async run(ctx, args, flags) {
    if (args.length > 0) throw new UsageError(`unexpected arguments: ${args.join(' ')}`)
    const [name, word, more] = (flags['until'] as string).trim().split(/\s+/)
    if (!name || !word || more !== undefined) {
      throw new UsageError(
        `--until ${JSON.stringify(flags['until'])}: give an object and a word, as 'deployment/web ready'`,
      )
    }
    const { named } = await resolveTargets(ctx, [name], {})
    const [target] = named
    if (!target)
      throw new UsageError(
        `--until ${JSON.stringify(flags['until'])}: ${JSON.stringify(name)} names no object; give TYPE/NAME`,
      )
    const passed = await advance(ctx, target, await goalOf(word, target), span(flags['max']))
    if (passed === undefined) throw new FailedError(`${name} is not ${word} after ${flags['max']}`)
    ctx.print(passed === 0 ? `${name} is ${word} already` : `${name} is ${word} after ${formatGoDuration(passed)}`)
  },
}

/** Whether an object is as asked; undefined stands for one that is not there. */
type Goal = (object: KubeObject | undefined) => boolean

async function goalOf(word: string, target: Target): Promise<Goal> {
  if (word === 'deleted' || word === 'delete') return object => object === undefined
  if (word !== 'ready') {
    const goal = parseGoal(word)
    return object => object !== undefined && goal.isMet(object)
  }
  const rollout = definitionOf(target.resource)?.rollout
  if (!rollout) {
    const goal = parseGoal('condition=Ready')
    return object => object !== undefined && goal.isMet(object)
  }
  return object => {
    try {
      return object !== undefined && rollout.status(object, 0).done
    } catch (error) {
      throw error instanceof Refusal ? new FailedError(error.message) : error
    }
  }
}

/** How long it took; undefined when the goal was not met in time, or never can be. */
async function advance(ctx: CommandContext, target: Target, goal: Goal, most: Ms): Promise<Ms | undefined> {
  const { cluster } = ctx.client
  const { now: began } = await cluster.info()
  for (;;) {
    if (goal(await find(ctx, target))) return ctx.client.now() - began
    const { now, nextDue } = await cluster.info()
    if (!nextDue || nextDue.at > began + most) {
      await cluster.advance(Math.max(0, began + most - now))
      return goal(await find(ctx, target)) ? ctx.client.now() - began : undefined
    }
    await cluster.advance(Math.max(0, nextDue.at - now))
  }
}

async function find(ctx: CommandContext, target: Target): Promise<KubeObject | undefined> {
  try {
    return await fetchTarget(ctx.client, target)
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}
