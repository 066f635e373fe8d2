import { FUNCTIONS } from './functions.ts'
import { type Piece, pieces, type Token } from './tokens.ts'

/** A Go template as a tree. Modelled on text/template/parse. */
export type Node =
  | { type: 'text'; text: string }
  | { type: 'action'; pipe: Pipe }
  | Block
  | { type: 'break' }
  | { type: 'continue' }

export interface Block {
  type: 'if' | 'with' | 'range'
  pipe: Pipe
  then: Node[]
  otherwise: Node[]
}

export interface Pipe {
  /** Variables that take the value; `range` may have two. */
  variables: string[]
  declares: boolean
  commands: Operand[][]
}

export type Operand =
  | { type: 'literal'; value: unknown }
  | { type: 'dot'; path: string[] }
  | { type: 'variable'; name: string; path: string[] }
  | { type: 'call'; name: string }
  | { type: 'pipe'; pipe: Pipe; path: string[] }

const KEYWORDS = ['if', 'with', 'range', 'else', 'end', 'break', 'continue', 'define', 'template', 'block']

/** Throws Error in Go's words: `1: unclosed action`. */
export function parseGoTemplate(template: string): Node[] {
  const parser = new Parser(pieces(template))
  const { nodes, end } = parser.nodes()
  if (end) throw new Error(`${parser.line}: unexpected {{${end}}}`)
  return nodes
}

class Parser {
  line = 1
  readonly #pieces: Piece[]
  #tokens: Token[] = []

  constructor(all: Piece[]) {
    this.#pieces = all
  }

  /** Up to an `end` or `else`, whose remaining tokens are kept, or to the end of the template. */
  nodes(): { nodes: Node[]; end?: 'end' | 'else' } {
    const nodes: Node[] = []
    for (let piece = this.#pieces.shift(); piece; piece = this.#pieces.shift()) {
      this.line = piece.line
      if ('text' in piece) {
        nodes.push({ type: 'text', text: piece.text })
        continue
      }
      this.#tokens = piece.tokens
      const first = this.#tokens[0]
      const keyword = first?.type === 'identifier' && KEYWORDS.includes(first.text) ? first.text : undefined
      if (keyword) this.#tokens.shift()
      if (keyword === 'end' || keyword === 'else') return { nodes, end: keyword }
      nodes.push(this.#node(keyword))
    }
    return { nodes }
  }

  #node(keyword: string | undefined): Node {
    switch (keyword) {
      case 'if':
      case 'with':
      case 'range':
        return this.#block(keyword)
      case 'break':
      case 'continue':
        return { type: keyword }
      case 'define':
      case 'template':
      case 'block':
        throw this.#error(`{{${keyword}}} is not supported here`)
      default: {
        const pipe = this.#pipe('command')
        this.#finish('command')
        return { type: 'action', pipe }
      }
    }
  }

  #block(type: 'if' | 'with' | 'range'): Node {
    const pipe = this.#pipe(type)
    this.#finish(type)
    const { nodes: then, end } = this.nodes()
    if (!end) throw this.#error('unexpected EOF')
    if (end === 'end') return { type, pipe, then, otherwise: [] }
    const chained = this.#tokens[0]?.text
    if (chained === 'if' || chained === 'with') {
      this.#tokens.shift()
      return { type, pipe, then, otherwise: [this.#block(chained)] }
    }
    const rest = this.nodes()
    if (rest.end !== 'end') throw this.#error(rest.end ? 'expected end; found {{else}}' : 'unexpected EOF')
    return { type, pipe, then, otherwise: rest.nodes }
  }

  #pipe(context: string): Pipe {
    const { variables, declares } = this.#variables(context)
    const commands: Operand[][] = []
    for (;;) {
      const command: Operand[] = []
      for (let operand = this.#operand(); operand; operand = this.#operand()) command.push(operand)
      if (command.length === 0) throw this.#error(`missing value for ${context}`)
      commands.push(command)
      if (this.#tokens[0]?.text !== '|' || this.#tokens[0].type !== 'symbol') return { variables, declares, commands }
      this.#tokens.shift()
    }
  }

  /** `$x :=`, `$x =`, `$i, $x :=` */
  #variables(context: string): { variables: string[]; declares: boolean } {
    const [first, second, third, fourth] = this.#tokens
    const isSign = (token?: Token) => token?.type === 'symbol' && (token.text === ':=' || token.text === '=')
    if (first?.type === 'variable' && isSign(second)) {
      this.#tokens.splice(0, 2)
      return { variables: [first.text], declares: second!.text === ':=' }
    }
    const pair = first?.type === 'variable' && second?.text === ',' && third?.type === 'variable' && isSign(fourth)
    if (!pair) return { variables: [], declares: false }
    if (context !== 'range') throw this.#error(`too many declarations in ${context}`)
    this.#tokens.splice(0, 4)
    return { variables: [first.text, third.text], declares: fourth!.text === ':=' }
  }

  #operand(): Operand | undefined {
    const token = this.#tokens[0]
    if (!token || (token.type === 'symbol' && token.text !== '(')) return undefined
    this.#tokens.shift()
    switch (token.type) {
      case 'string':
        return { type: 'literal', value: token.text }
      case 'number':
        return { type: 'literal', value: Number(token.text) }
      case 'dot':
        return { type: 'dot', path: [] }
      case 'field':
        return { type: 'dot', path: [token.text.slice(1), ...this.#path()] }
      case 'variable':
        return { type: 'variable', name: token.text, path: this.#path() }
      case 'symbol': {
        const pipe = this.#pipe('parenthesized pipeline')
        if (this.#tokens.shift()?.text !== ')') throw this.#error('unclosed left paren')
        return { type: 'pipe', pipe, path: this.#path() }
      }
      case 'identifier':
        if (token.text === 'true' || token.text === 'false') return { type: 'literal', value: token.text === 'true' }
        if (token.text === 'nil') return { type: 'literal', value: null }
        if (!Object.hasOwn(FUNCTIONS, token.text))
          throw this.#error(`function ${JSON.stringify(token.text)} not defined`)
        return { type: 'call', name: token.text }
    }
  }

  /** `.a.b` directly behind an operand. */
  #path(): string[] {
    const path: string[] = []
    while (this.#tokens[0]?.type === 'field' && this.#tokens[0].glued) path.push(this.#tokens.shift()!.text.slice(1))
    return path
  }

  #finish(context: string): void {
    const rest = this.#tokens[0]
    if (rest) throw this.#error(`unexpected ${JSON.stringify(rest.text)} in ${context}`)
  }

  #error(text: string): Error {
    return new Error(`${this.line}: ${text}`)
  }
}
