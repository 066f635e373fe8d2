import type { Flag } from '../command.ts'

/** The line as commander is shown it. */
export interface Spelled {
  /** Operands, `--name=value`, and a `--` with the rest. An unknown `--name` is left for commander to refuse. */
  words: string[]
  /** How many operands stood before a `--`. */
  dash?: number
}

/**
 * Rewrites pflag's many spellings (`-o=json`, `-ojson`, `-o json`, `-it`, `--watch`, `--cascade`, `--dry_run`) into one,
 * `--name=value`. Throws Error in pflag's words for what commander could not know.
 */
export function respell(args: readonly string[], flags: readonly Flag[]): Spelled {
  const words: string[] = []
  let operands = 0
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    if (arg === '--') return { words: [...words, ...args.slice(i)], dash: operands }
    if (arg.startsWith('--')) i += long(arg, args[i + 1], flags, words)
    else if (arg.startsWith('-') && arg.length > 1) i += shorts(arg.slice(1), args[i + 1], flags, words)
    else {
      words.push(arg)
      operands++
    }
  }
  return { words }
}

/** The value of a flag that stands alone (pflag's NoOptDefVal). */
export const implied = (flag: Flag): string | undefined => flag.implied ?? (flag.type === 'bool' ? 'true' : undefined)

export const findLong = (flags: readonly Flag[], name: string): Flag | undefined => {
  const dashed = name.replaceAll('_', '-')
  return flags.find(f => f.name === dashed)
}

/** Returns how many further arguments it took. */
function long(arg: string, next: string | undefined, flags: readonly Flag[], words: string[]): number {
  const equals = arg.indexOf('=')
  const name = equals < 0 ? arg.slice(2) : arg.slice(2, equals)
  if (name === '' || name.startsWith('-')) throw new Error(`bad flag syntax: ${arg}`)
  const flag = findLong(flags, name)
  if (!flag) words.push(`--${name}`)
  else if (equals >= 0) words.push(`--${flag.name}=${arg.slice(equals + 1)}`)
  else if (implied(flag) !== undefined) words.push(`--${flag.name}=${implied(flag)}`)
  else if (next !== undefined) {
    words.push(`--${flag.name}=${next}`)
    return 1
  } else words.push(`--${flag.name}`)
  return 0
}

function shorts(letters: string, next: string | undefined, flags: readonly Flag[], words: string[]): number {
  for (let rest = letters; rest !== ''; rest = rest.slice(1)) {
    const letter = rest[0]!
    const flag = flags.find(f => f.short === letter)
    if (!flag) throw new Error(`unknown shorthand flag: '${letter}' in -${rest}`)
    if (rest.length > 2 && rest[1] === '=') {
      words.push(`--${flag.name}=${rest.slice(2)}`)
      return 0
    }
    if (implied(flag) !== undefined) {
      words.push(`--${flag.name}=${implied(flag)}`)
      continue
    }
    if (rest.length > 1) {
      words.push(`--${flag.name}=${rest.slice(1)}`)
      return 0
    }
    if (next === undefined) throw new Error(`flag needs an argument: '${letter}' in -${rest}`)
    words.push(`--${flag.name}=${next}`)
    return 1
  }
  return 0
}
