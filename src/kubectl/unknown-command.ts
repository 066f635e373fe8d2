import { editDistance } from '../lib/edit-distance.ts'
import { UsageError } from './command.ts'
import { PROGRAM } from './globals.ts'

/**
 * Names that are at most two edits away or begin with what was typed, as cobra suggests them. Names of our `own`, which kubectl
 * does not have, must be nearer.
 */
export function suggestions(typed: string, names: readonly string[], own: readonly string[] = []): string[] {
  const word = typed.toLowerCase()
  return names.filter(name => editDistance(word, name) <= (own.includes(name) ? 1 : 2) || name.startsWith(word))
}

export function unknownCommand(typed: string, names: readonly string[], own: readonly string[] = []): UsageError {
  const near = suggestions(typed, names, own)
  const hint = near.length === 0 ? undefined : `\nDid you mean this?\n${near.map(name => `\t${name}`).join('\n')}`
  return new UsageError(`unknown command ${JSON.stringify(typed)} for ${JSON.stringify(PROGRAM)}`, hint)
}
