import type { Prng } from '../../../src/lib/prng.ts'
import type { Step } from '../step.ts'
import type { Move } from './move.ts'

export const advance = (ms: number): Step => ({ argv: ['clock', 'advance', `${ms}ms`] })

/** How long an `advance` is, in ms; undefined for any other step. */
export const advanced = ({ argv }: Step): number | undefined =>
  argv[0] === 'clock' && argv[1] === 'advance' ? Number.parseInt(argv[2]!, 10) : undefined

/** Anything between an instant and an hour, the short ones more often. */
const span = (rng: Prng): number => Math.round(10 ** (1 + rng.float() * 4.2)) + (rng.float() < 0.03 ? 3_600_000 : 0)

export const time: Move[] = [{ weight: 45, step: rng => advance(span(rng)) }]
