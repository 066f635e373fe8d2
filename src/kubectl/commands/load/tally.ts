import { type Counts, KINDS, noCounts } from '../../../cluster/network/load/call.ts'
import type { Ms } from '../../../lib/time.ts'
import type { Sent } from './driver.ts'

/** Everything that a load has seen, in sum and second by second. */
export class Tally {
  readonly seconds: Counts[] = []
  readonly pods = new Map<string, number>()
  readonly failures = new Map<string, number>()
  readonly #began: Ms

  constructor(began: Ms) {
    this.#began = began
  }

  add({ at, reply }: Sent): void {
    const second = Math.max(0, Math.floor((at - this.#began) / 1000))
    while (this.seconds.length <= second) this.seconds.push(noCounts())
    for (const kind of KINDS) this.seconds[second]![kind] += reply.counts[kind]
    for (const [pod, count] of Object.entries(reply.pods)) this.pods.set(pod, (this.pods.get(pod) ?? 0) + count)
    for (const [text, count] of Object.entries(reply.failures)) {
      this.failures.set(text, (this.failures.get(text) ?? 0) + count)
    }
  }

  get sum(): Counts {
    const sum = noCounts()
    for (const second of this.seconds) for (const kind of KINDS) sum[kind] += second[kind]
    return sum
  }
}

export const total = (counts: Counts): number => KINDS.reduce((sum, kind) => sum + counts[kind], 0)

/** Requests that their clients got nothing for. */
export const lost = ({ errors, refused, reset, timedOut, other }: Counts): number =>
  errors + refused + reset + timedOut + other
