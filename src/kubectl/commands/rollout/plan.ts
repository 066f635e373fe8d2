import { equal } from '../../../lib/equal.ts'
import type { KubeObject } from '../../../lib/objects.ts'
import { Refusal } from '../../../lib/refusal.ts'
import { StandstillError } from '../../../client/client.ts'
import type { Ms } from '../../../lib/time.ts'
import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { definitionOf, groupKind } from '../../definition.ts'
import { throwAll } from '../../failures.ts'
import { fetchTarget, type Found } from '../../fetch.ts'
import { rolloutTargets, TARGET_FLAGS } from './targets.ts'
import { headLine, LEGEND, line, type Step, verdict } from './plan/draw.ts'
import { isSame, observe } from './plan/observe.ts'

/** A rollout that is not done by then is not going to be. */
const LONGEST: Ms = 3_600_000

export const plan: Command = {
  name: 'plan',
  usage: '(TYPE NAME | TYPE/NAME) [--set image=IMAGE] [--max-surge N] [--max-unavailable N]',
  summary: 'Show each step of a rollout before anything is done',
  long: `Rehearse a rollout and undo it: each step of old, new, ready and unavailable Pods, with the time it would take here.

Without --set the rehearsed rollout is a restart. The cluster stays as it is. With the same images on the nodes, and nothing else
going on, the real rollout takes the same steps.`,
  examples: `  # What would another image do?
  kubesim rollout plan deployment/web --set image=nginx:1.28

  # ... and if two more Pods were allowed, and none might be missing?
  kubesim rollout plan deployment/web --set image=nginx:1.28 --max-surge=2 --max-unavailable=0`,
  complete: 'resource-name',
  flags: [
    ...TARGET_FLAGS,
    { name: 'max-surge', type: 'string', default: '', help: 'Pods above the wanted number: 1, 25%.' },
    { name: 'max-unavailable', type: 'string', default: '', help: 'Pods below the wanted number: 1, 25%.' },
    {
      name: 'output',
      short: 'o',
      type: 'string',
      default: '',
      values: ['json'],
      help: 'json: the steps for programs, times in ms.',
    },
    { name: 'set', type: 'array', help: 'image=IMAGE for every container, or CONTAINER=IMAGE.' },
  ],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  if (flags['output'] !== '' && flags['output'] !== 'json') {
    throw new FailedError(`--output must be json, not ${JSON.stringify(flags['output'])}`)
  }
  const { found, errors } = await rolloutTargets(ctx, args, flags)
  for (const target of found) {
    try {
      const { steps, stuck } = await rehearsed(ctx, target, flags)
      show(ctx, target, steps, stuck, flags)
      if (stuck) errors.push(new FailedError(stuck))
    } catch (error) {
      errors.push(error)
    }
  }
  throwAll(errors)
}

interface Outcome {
  steps: Step[]
  /** Why it never ends. */
  stuck?: string
}

const rehearsed = (ctx: CommandContext, target: Found, flags: Flags): Promise<Outcome> =>
  ctx.client.cluster.rehearse(async () => {
    const rollout = definitionOf(target.resource)?.rollout
    const before = await observe(ctx, target)
    if (!rollout || !before)
      throw new FailedError(`no rollout plan has been implemented for ${groupKind(target.resource)}`)
    const began = ctx.client.now()
    const body = changed(target.object, flags, object => rollout.restart(object, began))
    if (equal(body['spec'].template, target.object['spec'].template)) return { steps: [{ ...before, at: 0 }] }
    // Whatever runs now is old when the template changes.
    const steps: Step[] = [{ ...before, old: before.old + before.new, new: 0, newReady: 0, at: 0 }]
    const call = { resource: target.resource.resource, namespace: target.namespace, name: target.name }
    await ctx.client.call({ ...call, verb: 'update', body })
    for (;;) {
      const object: KubeObject = await fetchTarget(ctx.client, target)
      const counts = await observe(ctx, target, object)
      if (counts && !isSame(counts, steps.at(-1)!)) steps.push({ ...counts, at: ctx.client.now() - began })
      try {
        if (rollout.status(object, 0).done && counts?.old === 0) return { steps }
        if (!(await ctx.client.next(began + LONGEST))) return { steps, stuck: 'it is not done after an hour' }
      } catch (error) {
        if (error instanceof Refusal) return { steps, stuck: error.message }
        if (error instanceof StandstillError) return { steps, stuck: 'nothing goes on, and it is not done' }
        throw error
      }
    }
  })

/** The object with what the flags ask for; `restart` changes the template when they do not. */
function changed(object: KubeObject, flags: Flags, restart: (object: KubeObject) => KubeObject): KubeObject {
  const next = structuredClone(object)
  const bounds: [flag: string, field: string][] = [
    ['max-surge', 'maxSurge'],
    ['max-unavailable', 'maxUnavailable'],
  ]
  for (const [flag, field] of bounds) {
    const text: string = flags[flag]
    if (text === '') continue
    const where = object.kind === 'Deployment' ? 'strategy' : 'updateStrategy'
    const strategy = ((next['spec'][where] ??= { type: 'RollingUpdate' }).rollingUpdate ??= {})
    strategy[field] = /^\d+$/.test(text) ? Number(text) : text
  }
  if (flags['set'].length === 0) return restart(next)
  const containers: { name: string; image?: string }[] = next['spec'].template.spec.containers
  for (const pair of flags['set'] as string[]) {
    const equals = pair.indexOf('=')
    const name = pair.slice(0, Math.max(0, equals))
    const image = pair.slice(equals + 1)
    if (name === '' || image === '')
      throw new FailedError(`--set ${JSON.stringify(pair)}: give image=IMAGE or CONTAINER=IMAGE`)
    const named = containers.filter(container => container.name === name)
    const chosen = named.length > 0 || name !== 'image' ? named : containers
    if (chosen.length === 0) throw new FailedError(`unable to find container named ${JSON.stringify(name)}`)
    for (const container of chosen) container.image = image
  }
  return next
}

function show(ctx: CommandContext, { object }: Found, steps: Step[], stuck: string | undefined, flags: Flags): void {
  if (flags['output'] === 'json') {
    ctx.print(JSON.stringify({ name: object.metadata.name, steps, ...(stuck ? { stuck } : {}) }, null, 4))
    return
  }
  const most = Math.max(...steps.map(step => step.old + step.new))
  ctx.print(headLine())
  for (const step of steps) ctx.print(line(step, most))
  ctx.print(`\n${LEGEND}\n${verdict(steps, steps[0]!)}${stuck ? '; then it is stuck' : ''}`)
}
