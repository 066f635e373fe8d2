import type { Refusal } from './plugin.ts'

/** A pod that fits nowhere: one reason for all nodes, or a refusal of each. */
export type Failure = { refuse: string } | { refusals: Refusal[] }

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
 * when an earlier plugin has refused the pod as such.
 */
export function failureText(nodes: number, failure: Failure, preemptionPolicy?: string): string {
  if (nodes === 0) return 'no nodes available to schedule pods'
  const available = `0/${nodes} nodes are available:`
  if ('refuse' in failure) return `${available} ${failure.refuse}. not found`
  const { refusals } = failure
  const preemption =
    preemptionPolicy === 'Never'
      ? 'not eligible due to preemptionPolicy=Never.'
      : `${available} ${tally(refusals.map(hindrance))}.`
  const reasons = tally(refusals.flatMap(refusal => refusal.reasons))
  return `${available} ${reasons}. no new claims to deallocate, preemption: ${preemption}`
}

const hindrance = ({ unresolvable }: Refusal) =>
  unresolvable ? 'Preemption is not helpful for scheduling' : 'No preemption victims found for incoming pod'
