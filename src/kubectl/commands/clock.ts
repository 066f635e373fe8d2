import type { Command, CommandContext } from '../command.ts'
import { FailedError, UsageError } from '../command.ts'
import { PROGRAM } from '../globals.ts'
import { formatGoDuration } from '../../lib/duration.ts'
import { run } from './clock/run.ts'
import { span } from './clock/span.ts'

const moment = (at: number): string => new Date(at).toISOString().replace('T', ' ').replace('Z', ' UTC')

const MODES = {
  wall: 'wall clock: cluster time passes as real time does',
  virtual: 'virtual clock: cluster time stands still between commands; waiting commands jump',
}

async function show(ctx: CommandContext): Promise<void> {
  const { now, clock, offset, nextDue } = await ctx.client.cluster.info()
  ctx.print(`Time:      ${moment(now)}`)
  ctx.print(`Clock:     ${MODES[clock]}`)
  if (clock === 'wall' && offset !== 0) ctx.print(`Ahead by:  ${formatGoDuration(offset)}`)
  const due =
    nextDue && `in ${formatGoDuration(Math.max(0, nextDue.at - now))}: ${nextDue.controller} looks at ${nextDue.key}`
  ctx.print(`Next due:  ${due ?? 'nothing'}`)
}

function one(args: string[], what: string): string | undefined {
  if (args.length > 1) throw new UsageError(`expected ${what}, got ${args.length} arguments`)
  return args[0]
}

const mode = (name: 'wall' | 'virtual', summary: string): Command => ({
  name,
  summary,
  complete: 'none',
  async run(ctx, args) {
    if (args.length > 0) throw new UsageError(`unexpected arguments: ${args.join(' ')}`)
    await ctx.client.cluster.setClock(name)
    await show(ctx)
  },
})

export const clock: Command = {
  name: 'clock',
  group: 'Simulation Commands:',
  summary: 'Show or move the time of the simulated cluster',
  long: `Show or move the time of the simulated cluster.

On a wall clock (the default) the cluster's time passes as real time does, and commands that wait really wait. On a virtual clock it stands still between commands, and commands that wait jump from one event to the next. KUBESIM_CLOCK=virtual makes it virtual for one command. Time never goes back.`,
  examples: `# What time is it in the cluster, and what happens next?
${PROGRAM} clock

# Let five minutes pass at once
${PROGRAM} clock advance 5m

# Until every Pod that can be Ready is, nothing is being pulled, started or terminated
${PROGRAM} clock settle

# Let time stand still between commands
${PROGRAM} clock virtual`,
  complete: 'none',
  async run(ctx, args) {
    if (args.length > 0)
      throw new UsageError(
        `unknown command ${JSON.stringify(args[0])}`,
        `See '${PROGRAM} clock -h' for help and examples`,
      )
    await show(ctx)
  },
  commands: [
    {
      name: 'show',
      summary: 'Show the time, the clock and what is due next',
      complete: 'none',
      run: show,
    },
    {
      name: 'advance',
      usage: 'DURATION',
      summary: 'Let time pass at once',
      examples: `${PROGRAM} clock advance 5m`,
      complete: 'none',
      async run(ctx, args) {
        const by = span(one(args, 'one duration'))
        await ctx.client.cluster.advance(by)
        await show(ctx)
      },
    },
    {
      name: 'settle',
      summary: 'Let time pass until no work is under way',
      long: 'Let time pass until no work is under way: every Pod that can be Ready is, nothing is being pulled, started or terminated. Timers that wait on purpose (deadlines, back-offs, probe periods) do not count.',
      flags: [{ name: 'max', type: 'string', default: '10m', help: 'Stop after this much cluster time.' }],
      complete: 'none',
      async run(ctx, args, flags) {
        if (args.length > 0) throw new UsageError(`unexpected arguments: ${args.join(' ')}`)
        const { passed, settled } = await ctx.client.cluster.settle(span(flags['max']))
        if (!settled) throw new FailedError(`work is still under way after ${formatGoDuration(passed)}`)
        ctx.print(passed === 0 ? 'already settled' : `settled after ${formatGoDuration(passed)}`)
      },
    },
    run,
    mode('virtual', 'Let time stand still between commands'),
    mode('wall', 'Let time pass as real time does'),
  ],
}
