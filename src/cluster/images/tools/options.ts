/** Options of a tool, as getopt reads them: `flags` seen, `values` of options that take one, the other words. */
export interface Options {
  flags: Set<string>
  values: Record<string, string>
  words: string[]
}

/**
 * `takes`: letters and long names of options that take a value. Long options are kept without dashes (`-name` of find
 * and the like too when listed in `takes`).
 */
export function options(args: string[], takes: string[] = []): Options {
  const result: Options = { flags: new Set(), values: {}, words: [] }
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    if (arg === '--') {
      result.words.push(...args.slice(i + 1))
      break
    }
    if (!arg.startsWith('-') || arg === '-') {
      result.words.push(arg)
      continue
    }
    const long = arg.replace(/^--?/, '')
    const equals = long.indexOf('=')
    const name = equals < 0 ? long : long.slice(0, equals)
    if (arg.startsWith('--') || (takes.includes(name) && name.length > 1)) {
      if (equals >= 0) result.values[name] = long.slice(equals + 1)
      else if (takes.includes(name)) result.values[name] = args[++i] ?? ''
      else result.flags.add(name)
      continue
    }
    for (let at = 1; at < arg.length; at++) {
      const letter = arg[at]!
      if (!takes.includes(letter)) {
        result.flags.add(letter)
        continue
      }
      result.values[letter] = arg.slice(at + 1) || (args[++i] ?? '')
      break
    }
  }
  return result
}
