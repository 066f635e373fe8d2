/** The shell language that containers' scripts are written in (POSIX sh with a few of bash's habits), as a tree. */

export type Part =
  | { kind: 'text'; text: string; quoted: boolean }
  | { kind: 'variable'; name: string; operator?: string; operand?: Word; quoted: boolean }
  | { kind: 'command'; script: Script; quoted: boolean }
  | { kind: 'arithmetic'; expression: Word; quoted: boolean }

/** `a"$b"c`: neighbouring parts. A quoted empty text makes an empty word exist. */
export type Word = Part[]

export interface Redirect {
  fd: number
  /** `<<` carries the text of a here-document in `target`. */
  operator: '<' | '>' | '>>' | '>&' | '<<' | '&>'
  target: Word
}

export interface Assignment {
  name: string
  value: Word
}

export type Command = { redirects: Redirect[] } & (
  | { kind: 'simple'; assignments: Assignment[]; words: Word[] }
  | { kind: 'if'; clauses: { condition: Script; body: Script }[]; otherwise?: Script }
  | { kind: 'loop'; until: boolean; condition: Script; body: Script }
  | { kind: 'for'; name: string; words: Word[] | undefined; body: Script }
  | { kind: 'case'; word: Word; items: { patterns: Word[]; body: Script }[] }
  | { kind: 'group'; body: Script; subshell: boolean }
  | { kind: 'function'; name: string; body: Command }
)

export interface Pipeline {
  commands: Command[]
  negated: boolean
}

/** `a && b || c`, perhaps with a `&` at its end. */
export interface Chain {
  first: Pipeline
  rest: { operator: '&&' | '||'; pipeline: Pipeline }[]
  background: boolean
}

export type Script = Chain[]

/** Text that is no script; the message is what a shell says after its name. */
export class ShellSyntaxError extends Error {}
