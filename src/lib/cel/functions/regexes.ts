import type { Family, Runtime } from '../overload.ts'
import { Failure } from '../problems.ts'
import { compileRegexp, type Regexp } from '../../re2/regexp.ts'
import { PatternError } from '../../re2/syntax.ts'
import { List } from '../values.ts'

const compiled = new Map<string, Regexp>()
/** How many patterns are kept. */
const KEPT = 200

function regexp(pattern: string, wrong: (text: string) => string): Regexp {
  let known = compiled.get(pattern)
  if (known) return known
  try {
    known = compileRegexp(pattern)
  } catch (error) {
    if (error instanceof PatternError) throw new Failure(wrong(error.message))
    throw error
  }
  if (compiled.size >= KEPT) compiled.clear()
  compiled.set(pattern, known)
  return known
}

/** As much as cel-go takes it to cost, the text times the pattern; and what a pattern is that repeats much. */
function charge(text: string, pattern: string, { size }: Regexp, runtime: Runtime): void {
  runtime.charge(Math.ceil(((text.length + 1) / 10) * Math.ceil(pattern.length / 4)))
  runtime.charge(Math.floor((text.length * size) / 1000))
}

function matches(text: string, pattern: string, runtime: Runtime): boolean {
  const expression = regexp(pattern, message => message)
  charge(text, pattern, expression, runtime)
  return expression.test(text)
}

const illegal = (message: string): string => `Illegal regex: ${message}`

function findAll(text: string, pattern: string, limit: bigint, runtime: Runtime): List {
  const found: string[] = []
  const expression = regexp(pattern, illegal)
  // An empty match directly behind the match before is none.
  for (let from = 0, end = -1; from <= text.length && (limit < 0n || BigInt(found.length) < limit); ) {
    charge(text, pattern, expression, runtime)
    const match = expression.find(text, from)
    if (!match) break
    if (match.end > match.start || match.start !== end) found.push(text.slice(match.start, match.end))
    end = match.end
    from = match.end > match.start ? match.end : match.end + ((text.codePointAt(match.end) ?? 0) > 0xffff ? 2 : 1)
  }
  return new List(found)
}

/** Standard `matches`, and the regex library of Kubernetes. */
export const regexes = (): Family => ({
  'matches(string, string) -> bool': matches,
  'string.matches(string) -> bool': matches,
  'string.find(string) -> string': (text: string, pattern: string, runtime) => {
    const expression = regexp(pattern, illegal)
    charge(text, pattern, expression, runtime)
    const found = expression.find(text)
    return found ? text.slice(found.start, found.end) : ''
  },
  'string.findAll(string) -> list(string)': (text: string, pattern: string, runtime) =>
    findAll(text, pattern, -1n, runtime),
  'string.findAll(string, int) -> list(string)': findAll,
})
