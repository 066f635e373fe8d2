import type { AskNetwork } from '../../kubelet/index.ts'
import { FORGETFUL, listening } from './listen.ts'
import { numbered, remembering } from './memory.ts'
import { networkOf } from './network.ts'

/** The network as the kubelet offers it to the processes in a Pod. */
export const askNetwork: AskNetwork = (from, question, { read, now, rng, notes }) => {
  const memory = notes ? remembering(notes) : undefined
  const wires = { read, now, memory: memory ?? FORGETFUL, listen: listening({ read, now, rng, note: notes?.note }) }
  const number = notes && numbered(notes, 1)
  const answer = networkOf(
    from,
    wires,
    number === undefined ? rng : (...words) => rng(...words, number),
  )(question, now)!
  memory?.flush()
  return answer
}
