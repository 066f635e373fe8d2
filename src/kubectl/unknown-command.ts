import { UsageError } from './command.ts'
import { PROGRAM } from './globals.ts'

/** Names that are at most two edits away or begin with what was typed, as cobra suggests them. */
export function suggestions(typed: string, names: readonly string[]): string[] {
  const word = typed.toLowerCase()
  return names.filter(name => distance(word, name) <= 2 || name.startsWith(word))
}

export function unknownCommand(typed: string, names: readonly string[]): UsageError {
  const near = suggestions(typed, names)
  const hint = near.length === 0 ? undefined : `\nDid you mean this?\n${near.map(name => `\t${name}`).join('\n')}`
  return new UsageError(`unknown command ${JSON.stringify(typed)} for ${JSON.stringify(PROGRAM)}`, hint)
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
