import type { Prng } from '../../src/lib/prng.ts'

/** One command line of a history. */
export interface Step {
  argv: string[]
  stdin?: string
}

/** As one would type it. */
export function shown({ argv, stdin }: Step): string {
  const words = argv.map(word => (/^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
  const line = ['kubesim', ...words].join(' ')
  return stdin === undefined ? line : `${line} <<'EOF'\n${stdin}\nEOF`
}

export const pick = <T>(rng: Prng, list: readonly T[]): T | undefined => list[rng.int(list.length)]

export const chance = (rng: Prng, probability: number): boolean => rng.float() < probability

/** One of a list, by weight. */
export function weighted<T extends { weight: number }>(rng: Prng, list: readonly T[]): T {
  let left = rng.float() * list.reduce((sum, item) => sum + item.weight, 0)
  return list.find(item => (left -= item.weight) < 0) ?? list.at(-1)!
}
