import type { AskNetwork } from '../../kubelet/index.ts'
import { FORGETFUL, listening } from './listen.ts'
import { networkOf } from './network.ts'

/** The network as the kubelet offers it to the processes in a Pod. */
export const askNetwork: AskNetwork = (from, question, { read, now, rng }) => {
  const wires = { read, now, memory: FORGETFUL, listen: listening({ read, now, rng }) }
  return networkOf(from, wires, rng)(question, now)!
}
