import type { Ms } from '../../../../lib/time.ts'
import type { Counts } from './counts.ts'

/** One line of a rollout, as it is planned or as it happens. */
export interface Step extends Counts {
  /** Since the rollout began. */
  at: Ms
}

const HEADS = ['TIME', 'OLD', 'NEW', 'READY', 'UNAVAILABLE']
const GAP = '   '
/** Pods that the chart can show one by one; of more, each sign stands for several. */
const WIDTH = 40

const OLD = '▒'
const NEW = '█'
const WAITING = '░'

export const LEGEND = `${OLD} old   ${NEW} new and ready   ${WAITING} new, not ready yet`

export const headLine = (): string => [...HEADS.map((head, i) => head.padEnd(widthOf(i))), 'PODS'].join(GAP)

const widthOf = (i: number): number => (i === 0 ? 8 : HEADS[i]!.length)

/** `most`: the greatest number of Pods that the chart has to show. */
export function line(step: Step, most: number): string {
  const cells = [seconds(step.at), step.old, step.new, step.ready, step.unavailable].map(String)
  return [...cells.map((cell, i) => cell.padEnd(widthOf(i))), chart(step, most)].join(GAP).trimEnd()
}

const seconds = (ms: Ms): string => `+${(ms / 1000).toFixed(2)}s`

function chart(step: Step, most: number): string {
  const scale = most > WIDTH ? WIDTH / most : 1
  const signs = (sign: string, count: number) => sign.repeat(count > 0 ? Math.max(1, Math.round(count * scale)) : 0)
  return signs(OLD, step.old) + signs(NEW, step.newReady) + signs(WAITING, step.new - step.newReady)
}

/** What a whole rollout comes to. */
export function verdict(steps: readonly Step[], { wanted }: Counts): string {
  const count = steps.length - 1
  if (count === 0) return 'the Pod template stays as it is: nothing is rolled out'
  const most = Math.max(...steps.map(step => step.old + step.new))
  const least = Math.min(...steps.map(step => step.wanted - step.unavailable))
  const took = ((steps.at(-1)?.at ?? 0) / 1000).toFixed(2)
  return `${count} step${count === 1 ? '' : 's'} in ${took}s; never more than ${most} Pods, never fewer than ${least} of ${wanted} available`
}
