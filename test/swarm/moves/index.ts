import type { Prng } from '../../../src/lib/prng.ts'
import type { Step } from '../step.ts'
import { guards } from './guards.ts'
import { mistakes } from './mistakes.ts'
import { apply } from './move.ts'
import { others } from './others.ts'
import { pods } from './pods.ts'
import { service, services } from './services.ts'
import { advance, time } from './time.ts'
import { deployment, workloads } from './workloads.ts'

export const moves = [...workloads, ...pods, ...services, ...others, ...mistakes, ...guards, ...time]

/** How every history begins: with something to do things to. */
export const opening = (rng: Prng): Step[] => [
  ...['shop', 'lab'].map(name => ({ argv: ['create', 'namespace', name] })),
  apply(deployment(rng), service(rng), deployment(rng), service(rng), deployment(rng)),
  advance(rng.between(1, 5000)),
]
