import type { Flag, Flags } from '../command.ts'
import { UsageError } from '../command.ts'
import { respell } from './spelling.ts'

export interface Parsed {
  args: string[]
  flags: Flags
}

/**
 * Reads a command's arguments and flags; `path` (`kubesim get`) is for the hint under an error. Throws UsageError in
 * pflag's words. commander reads the line once its spellings are made uniform; a line without flags need not wait for it.
 */
export async function parse(args: readonly string[], flags: readonly Flag[], path: string): Promise<Parsed> {
  // A table of some twenty names that no other object has: one without a shape is made sooner.
  const values: Flags = Object.create(null)
  for (const flag of flags) {
    const list = flag.type === 'strings' || flag.type === 'array'
    if (list) values[flag.name] = []
    else if (flag.default !== undefined) values[flag.name] = flag.default
  }
  try {
    const { words, dash } = respell(args, flags)
    if (dash !== undefined) values['--'] = dash
    if (!words.some(word => word.startsWith('--'))) return { args: words, flags: values }
    const { readOptions } = await import('./options.ts')
    return { args: readOptions(words, flags, values), flags: values }
  } catch (error) {
    throw new UsageError((error as Error).message, `See '${path} --help' for usage.`)
  }
}
