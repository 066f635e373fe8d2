import { Command as Parser, Option } from 'commander'
import type { Flag, Flags } from '../command.ts'
import { flagValue } from './values.ts'

/**
 * commander reads a line whose spellings are uniform (`--name=value`): puts the values of its flags into `values` and gives
 * back its operands. Throws Error in pflag's words.
 */
export function readOptions(words: readonly string[], flags: readonly Flag[], values: Flags): string[] {
  // Its errors are thrown, and nothing is printed.
  const parser = new Parser().exitOverride().configureOutput({ writeErr() {} })
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
  const { operands, unknown } = read(parser, words)
  if (unknown.length > 0) throw new Error(`unknown flag: ${unknown[0]!.split('=', 1)[0]}`)
  return operands
}

function read(parser: Parser, words: readonly string[]): ReturnType<Parser['parseOptions']> {
  try {
    return parser.parseOptions([...words])
  } catch (error) {
    const { code } = error as Error & { code?: string }
    throw code === 'commander.optionMissingArgument' ? new Error(`flag needs an argument: ${words.at(-1)}`) : error
  }
}
