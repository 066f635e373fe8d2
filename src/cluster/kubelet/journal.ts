import type { Reader } from '../../api/kind.ts'
import type { Pod } from '../../lib/objects.ts'
import type { Prng } from '../../lib/prng.ts'
import type { Ms } from '../../lib/time.ts'
import type { Network, NetworkAnswer, NetworkQuestion } from '../images/image.ts'
import type { Facts } from './life.ts'

/** How a process in a pod reaches the network: answered from the state of the moment `use.now`. */
export type AskNetwork = (
  from: Pod,
  question: NetworkQuestion,
  use: {
    read: Reader
    now: Ms
    rng(...purpose: (string | number)[]): Prng
    /** Given when asking is an act of the user's: then it draws anew each time, and the nodes remember it. */
    notes?: { note<T>(name: string): T | undefined; setNote(name: string, value: unknown): void }
  },
) => NetworkAnswer

/** What was asked this long before now is asked now: the look comes on a grid of moments. */
const PRESENT: Ms = 100

/**
 * The network for a process that is followed again and again: past questions get the answers they got, present ones are
 * asked, future ones are not answered yet. Only changed answers are remembered.
 */
export function journaled(
  facts: Facts,
  now: Ms,
  live: ((question: NetworkQuestion) => NetworkAnswer) | undefined,
): Network {
  return (question, at) => {
    if (at > now) return undefined
    const key = JSON.stringify(question)
    const known = recorded(facts, key, at)
    if (known && at < now - PRESENT) return known
    if (!live) return undefined
    const answer = live(question)
    if (!known || JSON.stringify(known) !== JSON.stringify(answer)) (facts.asked ??= []).push([at, key, answer])
    return answer
  }
}

/** The network of the past: what was answered until the container was last looked at. */
export function replayed(facts: Facts | undefined): Network {
  const until = facts?.lookedAt ?? 0
  return (question, at) => (at > until ? undefined : recorded(facts!, JSON.stringify(question), at))
}

function recorded({ asked }: Facts, key: string, at: Ms): NetworkAnswer | undefined {
  return asked?.findLast(([when, question]) => when <= at && question === key)?.[2]
}
