/** Where something stands in an expression, in code points from its beginning. */
export type Offset = number

interface Problem {
  at: Offset | undefined
  message: string
}

/** Most that are told of one expression (cel-go common/errors.go). */
const LIMIT = 100

/** What is wrong with an expression, collected while it is read and checked. */
export class Problems {
  private readonly found: Problem[] = []
  private readonly source: string
  constructor(source: string) {
    this.source = source
  }

  get count(): number {
    return this.found.length
  }

  /** Without a place where the expression as a whole is meant. */
  add(at: Offset | undefined, message: string): void {
    this.found.push({ at, message })
  }

  /** As cel-go shows them: the text, the line and a caret under the place. */
  toString(): string {
    const lines = this.source.split('\n').map(line => [...line])
    const shown = this.found
      .map(problem => ({ ...problem, ...place(lines, problem.at) }))
      .sort((a, b) => a.line - b.line || a.column - b.column)
    const texts = shown.slice(0, LIMIT).map(({ line, column, message }) => {
      const text = `ERROR: <input>:${line}:${column + 1}: ${message}`
      if (line < 1) return text
      const source = lines[line - 1]!
      // A character that is no ASCII takes two columns, and so does what points to it.
      const dots = source.slice(0, column).map(c => (isWide(c) ? '\uFF0E' : '.'))
      const under = dots.join('') + (source[column] !== undefined && isWide(source[column]) ? '\uFF3E' : '^')
      return `${text}\n | ${source.join('').replaceAll('\t', ' ')}\n | ${under}`
    })
    if (shown.length > LIMIT) texts.push(`${shown.length - LIMIT} more errors were truncated`)
    return texts.join('\n')
  }
}

const isWide = (character: string): boolean => character.codePointAt(0)! > 127

function place(lines: readonly string[][], at: Offset | undefined): { line: number; column: number } {
  if (at === undefined) return { line: -1, column: -1 }
  let left = at
  for (let i = 0; i < lines.length; i++) {
    if (left <= lines[i]!.length) return { line: i + 1, column: left }
    left -= lines[i]!.length + 1
  }
  return { line: lines.length, column: lines.at(-1)!.length }
}

/** An expression that is no program; the message is that of its problems. */
export class CompileError extends Error {}

/** What an evaluation ends with instead of a value: `division by zero`, `no such key: a`, ... */
export class Failure extends Error {}

/** The answer, or the failure in its place. */
export function attempt<T>(run: () => T): T | Failure {
  try {
    return run()
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
}

/** The expression costs more than it may; nothing absorbs this one. */
export class CostError extends Error {
  constructor() {
    super('operation cancelled: actual cost limit exceeded')
  }
}

export const noSuchOverload = (): Failure => new Failure('no such overload')
