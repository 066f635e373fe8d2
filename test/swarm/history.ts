import { type Prng, prng } from '../../src/lib/prng.ts'
import type { KubeObject } from '../../src/lib/objects.ts'
import type { Change } from '../../src/store/store.ts'
import { checkers } from './checkers/index.ts'
import { type Answer, SwarmCluster } from './cluster.ts'
import { look } from './looks.ts'
import { unguarded } from './moves/guards.ts'
import { moves, opening } from './moves/index.ts'
import { advance, advanced } from './moves/time.ts'
import { chance, type Step, weighted } from './step.ts'

/** What happened, as far as it went. */
export interface History {
  steps: Step[]
  /** Sentences about what broke a rule, each with the name of the rule. Empty: all is well. */
  broken: string[]
}

const SETTLE: Step = { argv: ['clock', 'settle', '--max', '1h'] }

/** Whoever waits longest to try again has tried. */
const ENDING = [unguarded, advance(1_200_000), SETTLE]

/** Makes a history out of a seed: it looks around, chooses, acts, looks again, and checks every rule. */
export const invent = (seed: number, length: number): Promise<History> => {
  const rng = prng('swarm', seed)
  const begin = opening(rng)
  return live(rng, (cluster, done) => {
    if (done < begin.length) return begin[done]
    if (done < length) return weighted(rng, moves).step(rng, cluster)
    return ENDING[done - length] ?? 'end'
  })
}

/** Lives a known history again, looking at other moments. */
export const relive = (steps: readonly Step[]): Promise<History> =>
  live(prng('again'), (_, done) => steps[done] ?? 'end')

/** Leaves out whatever is not needed for the same rule to be broken, as long as `enough` does not say otherwise. */
export async function shortened(history: History, enough: () => boolean): Promise<History> {
  const rule = (broken: readonly string[]) => broken[0]?.split(':')[0]
  let best = history
  for (let size = best.steps.length >> 1; size > 0; size >>= 1) {
    for (let at = best.steps.length - size; at >= 0; at -= size) {
      if (enough()) return best
      const less = await relive(best.steps.toSpliced(at, size))
      if (rule(less.broken) === rule(history.broken)) best = less
    }
  }
  return best
}

/** Plays what `next` says (undefined: ask again) until a rule breaks or the end; then plays it again with nobody looking. */
async function live(
  rng: Prng,
  next: (cluster: SwarmCluster, done: number) => Step | 'end' | undefined,
): Promise<History> {
  const cluster = new SwarmCluster()
  const witness = new Witness(cluster)
  const history: History = { steps: [], broken: [] }
  try {
    for (let step = next(cluster, 0); step !== 'end'; step = next(cluster, history.steps.length)) {
      if (!step) continue
      history.steps.push(step)
      history.broken.push(...witness.saw(step, await actAndLook(step, cluster, rng)))
      if (step === SETTLE) history.broken.push(...witness.settled())
      if (history.broken.length > 0) return history
    }
    history.broken.push(...difference(await cluster.export(), await alone(history.steps)))
    return history
  } finally {
    cluster.close()
  }
}

/** How the same commands at the same instants end when nobody looks. */
async function alone(steps: readonly Step[]): Promise<string> {
  const cluster = new SwarmCluster()
  try {
    for (const step of steps) await cluster.run(step)
    return await cluster.export()
  } finally {
    cluster.close()
  }
}

/** The law of time: looking never changes history. */
function difference(seen: string, unseen: string): string[] {
  if (seen === unseen) return []
  const [a, b] = [seen.split('\n'), unseen.split('\n')]
  const at = a.findIndex((line, i) => line !== b[i])
  const place = a.slice(0, at).findLast(line => /^ {2,4}name: /.test(line)) ?? ''
  return [`looking changed history: line ${at + 1} of the export,${place}\n- ${a[at]}\n+ ${b[at]}`]
}

/** A stretch of time is cut into pieces, with looks between them. */
async function actAndLook(step: Step, cluster: SwarmCluster, rng: Prng): Promise<Answer> {
  for (let left = advanced(step) ?? 0; left > 1 && chance(rng, 0.4); ) {
    const piece = rng.between(1, left - 1)
    await cluster.run(advance(piece))
    await cluster.run(look(rng, cluster))
    left -= piece
    if (left > 0) step = advance(left)
  }
  const answer = await cluster.run(step)
  if (chance(rng, 0.3)) await cluster.run(look(rng, cluster))
  return answer
}

/** Follows the log and asks every checker. */
class Witness {
  readonly #checkers = checkers()
  readonly #cluster: SwarmCluster
  readonly #objects = new Map<string, KubeObject>()
  #revision = 0

  constructor(cluster: SwarmCluster) {
    this.#cluster = cluster
  }

  saw(step: Step, answer: Answer): string[] {
    const broken: string[] = []
    const ask = (find: (checker: ReturnType<typeof checkers>[number]) => string[] | undefined) => {
      for (const checker of this.#checkers)
        broken.push(...(find(checker) ?? []).map(text => `${checker.name}: ${text}`))
    }
    const changes = this.#cluster.changes(this.#revision)
    for (const change of changes) {
      const whole: Change = { ...change, previous: this.#objects.get(change.key) }
      if (change.type === 'DELETED') this.#objects.delete(change.key)
      else this.#objects.set(change.key, change.object)
      this.#revision = change.revision
      ask(checker => checker.change?.(whole, this.#objects, step))
    }
    ask(checker => checker.command?.(step, answer, changes))
    return broken
  }

  settled(): string[] {
    return this.#cluster.read(store =>
      this.#checkers.flatMap(checker => checker.settled?.(store).map(text => `${checker.name}: ${text}`) ?? []),
    )
  }
}
