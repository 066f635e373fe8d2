import { addresses } from './addresses.ts'
import { answers } from './answers.ts'
import type { Checker } from './checker.ts'
import { endings } from './endings.ts'
import { endpoints } from './endpoints.ts'
import { indexes } from './indexes.ts'
import { metadata } from './metadata.ts'
import { namespaces } from './namespaces.ts'
import { nodes } from './nodes.ts'
import { orphans } from './orphans.ts'
import { pods } from './pods.ts'
import { replicas } from './replicas.ts'
import { rollouts } from './rollouts.ts'

/** All rules, fresh for one history. */
export const checkers = (): Checker[] => [
  metadata(),
  answers(),
  rollouts(),
  replicas(),
  pods(),
  endpoints(),
  addresses(),
  orphans(),
  endings(),
  namespaces(),
  nodes(),
  indexes(),
]
