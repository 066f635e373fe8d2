import type { NetworkAnswer, NetworkQuestion } from '../../image.ts'
import { pass, Suspended, type Use } from '../../shell/world.ts'

/** Asks the network at the process's own time and lets the time pass that the answer takes. */
export function ask(use: Use, question: NetworkQuestion): NetworkAnswer {
  const { network } = use.world.running
  if (!network) throw new Suspended(use.world.now)
  const answer = network(question, use.world.now)
  if (!answer) throw new Suspended(use.world.now)
  pass(use.world, answer.ms)
  return answer
}
