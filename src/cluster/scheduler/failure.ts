import type { NodeInfo } from './node-info.ts'
import type { Refusal } from './plugin.ts'

/** A pod that fits nowhere: one reason for all nodes, or what each refuses it for. */
export type Failure = { refuse: string } | { refusals: ReadonlyMap<NodeInfo, Refusal> }

/** Longest text of an Event; the condition of the pod holds all of it. */
const EVENT_LENGTH = 1024
const CUT = ' ...'

export function eventText(message: string): string {
  return message.length > EVENT_LENGTH ? message.slice(0, EVENT_LENGTH - CUT.length) + CUT : message
}

/** `2 Insufficient cpu, 2 Insufficient memory`: how many nodes give each reason, sorted as text. */
function tally(reasons: Iterable<string>): string {
  const counts = new Map<string, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(', ')
}

/**
 * The words of condition PodScheduled and of event FailedScheduling (pkg/scheduler/framework/types.go, FitError). The
 * second half is what the plugins DynamicResources and DefaultPreemption add; the former lacks its state, `not found`,
 * when an earlier plugin has refused the pod as such. `preemption`: why no other pod has to go, in one text or as what
 * each node says; undefined when some have to.
 */
export function failureText(
  nodes: number,
  failure: Failure,
  preemption: string | readonly string[] | undefined,
): string {
  if (nodes === 0) return 'no nodes available to schedule pods'
  const available = `0/${nodes} nodes are available:`
  if ('refuse' in failure) return `${available} ${failure.refuse}. not found`
  const reasons = tally([...failure.refusals.values()].flatMap(refusal => refusal.reasons))
  const first = `${available} ${reasons}.`
  if (preemption === undefined) return first
  const text = typeof preemption === 'string' ? preemption : `${available} ${tally(preemption)}.`
  return `${first} no new claims to deallocate, preemption: ${text}`
}
