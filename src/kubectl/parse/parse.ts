import { Command as Parser, Option } from 'commander'
import type { Flag, Flags } from '../command.ts'
import { UsageError } from '../command.ts'
import { respell } from './spelling.ts'
import { flagValue } from './values.ts'

export interface Parsed {
  args: string[]
  flags: Flags
}

/**
 * Reads a command's arguments and flags; `path` (`kubesim get`) is for the hint under an error. Throws UsageError in
 * pflag's words. commander reads the line once its spellings are made uniform.
 */
export function parse(args: readonly string[], flags: readonly Flag[], path: string): Parsed {
  const values: Flags = {}
  for (const flag of flags) {
    const list = flag.type === 'strings' || flag.type === 'array'
    if (list) values[flag.name] = []
    else if (flag.default !== undefined) values[flag.name] = flag.default
  }

  // Its errors are thrown, and nothing is printed.
  const parser = new Parser(path).exitOverride().configureOutput({ writeErr() {} })
  let words: string[] = []
  try {
    const spelled = respell(args, flags)
    words = spelled.words
    if (spelled.dash !== undefined) values['--'] = spelled.dash
    // A command has some forty flags and is given two.
    const named = new Set(words.map(word => word.split('=', 1)[0]))
    for (const flag of flags) {
      if (!named.has(`--${flag.name}`)) continue
      const option = new Option(`--${flag.name}`)
      option.required = true
      parser.addOption(option)
      parser.on(`option:${flag.name}`, (text: string) => {
        const value = flagValue(flag, text)
        values[flag.name] = Array.isArray(value) ? [...values[flag.name], ...value] : value
      })
    }
    const { operands, unknown } = parser.parseOptions(words)
    if (unknown.length > 0) throw new Error(`unknown flag: ${unknown[0]!.split('=', 1)[0]}`)
    return { args: operands, flags: values }
  } catch (error) {
    throw new UsageError(refusal(error, words), `See '${path} --help' for usage.`)
  }
}

/** commander's refusal in pflag's words; other errors already have them. */
function refusal(error: unknown, words: string[]): string {
  const { code, message } = error as Error & { code?: string }
  return code === 'commander.optionMissingArgument' ? `flag needs an argument: ${words.at(-1)}` : message
}
