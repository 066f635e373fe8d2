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

  const parser = new Parser(path)
  parser
    .exitOverride()
    .configureOutput({ writeErr() {} })
    .helpOption(false)
    .helpCommand(false)
    .argument('[args...]')

  let words: string[] = []
  try {
    const spelled = respell(args, flags)
    words = spelled.words
    if (spelled.dash !== undefined) values['--'] = spelled.dash
    // A command has some forty flags and is given two.
    const named = new Set(words.map(word => word.split('=', 1)[0]))
    for (const flag of flags) {
      if (!named.has(`--${flag.name}`)) continue
      parser.addOption(new Option(`--${flag.name} <value>`))
      parser.on(`option:${flag.name}`, (text: string) => {
        const value = flagValue(flag, text)
        values[flag.name] = Array.isArray(value) ? [...values[flag.name], ...value] : value
      })
    }
    parser.parse(words, { from: 'user' })
  } catch (error) {
    throw new UsageError(refusal(error, words, flags), `See '${path} --help' for usage.`)
  }
  return { args: parser.args, flags: values }
}

/** commander's refusals in pflag's words; other errors already have them. */
function refusal(error: unknown, words: string[], flags: readonly Flag[]): string {
  const { code, message } = error as Error & { code?: string }
  if (code === 'commander.optionMissingArgument') return `flag needs an argument: ${words.at(-1)}`
  if (code === 'commander.unknownOption') {
    const unknown = words.find(
      word => word.startsWith('--') && !flags.some(f => word.slice(2).split('=')[0] === f.name),
    )
    return `unknown flag: ${unknown}`
  }
  return message
}
