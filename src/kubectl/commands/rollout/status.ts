import type { Rollout } from '../../../api/kind.ts'
import type { KubeObject } from '../../../lib/objects.ts'
import type { Ms } from '../../../lib/time.ts'
import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { definitionOf, groupKind } from '../../definition.ts'
import { isNotFound, throwAll } from '../../failures.ts'
import { fetchTarget, type Found } from '../../fetch.ts'
import { rolloutTargets, TARGET_FLAGS, toldByKind } from './targets.ts'

const DAY: Ms = 24 * 3600 * 1000

export const status: Command = {
  name: 'status',
  usage: '(TYPE NAME | TYPE/NAME) [flags]',
  summary: 'Show the status of the rollout',
  long: `Show how far the latest rollout has got, and wait until it is done.

With --watch=false only tell and do not wait. With --revision=N fail if another revision is being rolled out.`,
  examples: `  # Wait for a rollout
  kubesim rollout status deployment/web

  # Wait no longer than half a minute
  kubesim rollout status deployment/web --timeout=30s`,
  complete: { types: ['deployments', 'daemonsets', 'statefulsets'] },
  flags: [
    ...TARGET_FLAGS,
    { name: 'revision', type: 'int', default: 0, help: 'The revision to be shown. 0: the latest, also if it changes.' },
    { name: 'timeout', type: 'duration', default: 0, help: 'How long to wait before giving up. Zero: no limit.' },
    {
      name: 'watch-pods',
      type: 'bool',
      default: false,
      help: 'Draw old, new and ready Pods at every step, as rollout plan does.',
    },
    { name: 'watch', short: 'w', type: 'bool', default: true, help: 'Wait until the rollout is done.' },
  ],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  if (flags['revision'] < 0) throw new FailedError(`revision must be a positive integer: ${flags['revision']}`)
  const { found, errors } = await rolloutTargets(ctx, args, flags)
  for (const target of found) {
    try {
      const rollout = definitionOf(target.resource)?.rollout
      if (!rollout) throw new FailedError(`no status viewer has been implemented for ${groupKind(target.resource)}`)
      await follow(ctx, target, rollout, flags)
    } catch (error) {
      errors.push(toldByKind(error))
    }
  }
  throwAll(errors)
}

/** Prints every new line of the status until the rollout is done. */
async function follow(ctx: CommandContext, target: Found, rollout: Rollout<any>, flags: Flags): Promise<void> {
  const began = ctx.client.now()
  const timeout: Ms = flags['timeout'] || (await longestWait(ctx))
  const until = timeout > 0 ? began + timeout : undefined
  let printed = ''
  const draw = flags['watch-pods'] ? await drawing(ctx, target) : undefined
  for (let { object } = target; ; object = await fetchAgain(ctx, target)) {
    await draw?.(object)
    const { message, done } = rollout.status(object, flags['revision'])
    if (message !== printed) ctx.print(message)
    printed = message
    if (done || !flags['watch']) return
    if (await ctx.client.next(until)) continue
    throw new FailedError(
      flags['timeout'] > 0
        ? 'timed out waiting for the condition'
        : 'gave up after a day of the virtual clock (to wait longer, say --timeout)',
    )
  }
}

/** Draws a line whenever the Pods have changed. */
async function drawing(ctx: CommandContext, target: Found): Promise<(object: KubeObject) => Promise<void>> {
  const { headLine, line, LEGEND } = await import('./plan/draw.ts')
  const { isSame, observe } = await import('./plan/observe.ts')
  const began = ctx.client.now()
  let last: Awaited<ReturnType<typeof observe>>
  return async object => {
    const counts = await observe(ctx, target, object)
    if (!counts) throw new FailedError(`--watch-pods is not there for ${groupKind(target.resource)}`)
    if (!last) ctx.print(`${LEGEND}\n${headLine()}`)
    if (!last || !isSame(counts, last)) ctx.print(line({ ...counts, at: ctx.client.now() - began }, counts.wanted * 2))
    last = counts
  }
}

/** What crashes for ever would be waited for until the end of time, which a virtual clock reaches soon. 0: no limit. */
async function longestWait({ client }: CommandContext): Promise<Ms> {
  return (await client.cluster.info()).clock === 'virtual' ? DAY : 0
}

async function fetchAgain(ctx: CommandContext, target: Found) {
  try {
    return await fetchTarget(ctx.client, target)
  } catch (error) {
    throw isNotFound(error) ? new FailedError('object has been deleted') : error
  }
}
