import type { Expr } from './ast.ts'
import { expandMacro } from './macros.ts'
import { CompileError, type Offset, type Problems } from './problems.ts'
import { type Token, tokenize } from './tokens.ts'
import { BOOL, BYTES, DOUBLE, INT, NULL, STRING, UINT } from './types.ts'
import type { Uint, Value } from './values.ts'

/** How deep expressions nest, and how large they are, at most (cel-go parser/options.go). */
const DEEPEST = 250
const LARGEST = 100_000

const RESERVED = new Set(
  'as break const continue else false for function if import in let loop package namespace null return true var void while'.split(
    ' ',
  ),
)
const EXPRESSION =
  "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}"

type Bare<T extends Expr> = T extends Expr ? Omit<T, 'depth'> : never

/** The tree of an expression; throws CompileError after telling `problems` what is wrong. */
export function parse(source: string, problems: Problems): Expr {
  const size = [...source].length
  if (size > LARGEST) {
    problems.add(undefined, `expression code point size exceeds limit: size: ${size}, limit ${LARGEST}`)
    throw new CompileError(problems.toString())
  }
  const tokens = tokenize(source, problems)
  const expr = new Parser(tokens, problems).whole()
  if (problems.count > 0) throw new CompileError(problems.toString())
  return expr
}

const RELATIONS = new Set(['<', '<=', '>', '>=', '==', '!=', 'in'])

export class Parser {
  private i = 0
  private nesting = 0
  private readonly tokens: readonly Token[]
  readonly problems: Problems
  constructor(tokens: readonly Token[], problems: Problems) {
    this.tokens = tokens
    this.problems = problems
  }

  whole(): Expr {
    const expr = this.expr()
    if (this.next.kind !== 'end') {
      const last = this.tokens[this.i + 1]!.kind === 'end'
      this.fail(`${last ? 'extraneous' : 'mismatched'} input '${this.next.text}' expecting <EOF>`)
    }
    return expr
  }

  private get next(): Token {
    return this.tokens[this.i]!
  }

  private isNext(text: string): boolean {
    const { kind } = this.next
    return (kind === 'operator' || kind === 'keyword') && this.next.text === text
  }

  private take(): Token {
    return this.tokens[this.i++]!
  }

  private accept(text: string): Token | undefined {
    return this.isNext(text) ? this.take() : undefined
  }

  private expect(text: string): Token {
    const token = this.accept(text)
    if (token) return token
    if (this.next.kind === 'end') this.fail(`missing '${text}' at '<EOF>'`)
    this.fail(`mismatched input '${this.next.text}' expecting '${text}'`)
  }

  private fail(message: string, at = this.next.at): never {
    this.problems.add(at, `Syntax error: ${message}`)
    throw new CompileError(this.problems.toString())
  }

  private tooDeep(): never {
    this.problems.add(undefined, `expression recursion limit exceeded: ${DEEPEST}`)
    throw new CompileError(this.problems.toString())
  }

  /** Completes a node with its depth, which is bounded: whoever walks the tree may recurse. */
  node(node: Bare<Expr>, ...below: (Expr | undefined)[]): Expr {
    let depth = 1
    for (const expr of below) if (expr && expr.depth >= depth) depth = expr.depth + 1
    if (depth > DEEPEST) this.tooDeep()
    return { ...node, depth }
  }

  call(at: Offset, name: string, ...args: Expr[]): Expr {
    return this.node({ is: 'call', at, function: name, args }, ...args)
  }

  private expr(): Expr {
    if (++this.nesting > DEEPEST) this.tooDeep()
    const condition = this.or()
    const question = this.accept('?')
    if (!question) {
      this.nesting--
      return condition
    }
    const yes = this.or()
    this.expect(':')
    const no = this.expr()
    this.nesting--
    return this.call(question.at, '_?_:_', condition, yes, no)
  }

  /** `a || b || c` becomes a balanced tree: long chains are not deep. */
  private or(): Expr {
    return this.chain('||', '_||_', () => this.and())
  }

  private and(): Expr {
    return this.chain('&&', '_&&_', () => this.relation())
  }

  private chain(operator: string, name: string, term: () => Expr): Expr {
    const terms = [term()]
    const places: Offset[] = []
    for (let token = this.accept(operator); token; token = this.accept(operator)) {
      places.push(token.at)
      terms.push(term())
    }
    const balanced = (low: number, high: number): Expr => {
      if (low === high) return terms[low]!
      const middle = Math.floor((low + high) / 2)
      return this.call(places[middle]!, name, balanced(low, middle), balanced(middle + 1, high))
    }
    return balanced(0, terms.length - 1)
  }

  private relation(): Expr {
    let left = this.sum()
    while (RELATIONS.has(this.next.text) && (this.next.kind === 'operator' || this.next.kind === 'keyword')) {
      const { text, at } = this.take()
      left = this.call(at, text === 'in' ? '@in' : `_${text}_`, left, this.sum())
    }
    return left
  }

  private sum(): Expr {
    return this.leftToRight(['+', '-'], () => this.leftToRight(['*', '/', '%'], () => this.unary()))
  }

  private leftToRight(operators: readonly string[], term: () => Expr): Expr {
    let left = term()
    while (this.next.kind === 'operator' && operators.includes(this.next.text)) {
      const { text, at } = this.take()
      left = this.call(at, `_${text}_`, left, term())
    }
    return left
  }

  private unary(): Expr {
    const [first, second] = [this.next, this.tokens[this.i + 1]]
    const signed = first.text === '-' && (second?.kind === 'int' || second?.kind === 'double')
    if (!signed && (this.isNext('!') || this.isNext('-'))) {
      let count = 0
      while (this.accept(first.text)) count++
      const operand = this.member(this.primary())
      if (count % 2 === 0) return operand
      return this.call(first.at, first.text === '!' ? '!_' : '-_', operand)
    }
    if (signed) this.take()
    return this.member(signed ? this.number(first) : this.primary())
  }

  private number(sign: Token): Expr {
    const { kind, value } = this.take()
    const negative = typeof value === 'bigint' ? -value : -(value as number)
    return this.literal(sign.at, kind === 'int' ? INT : DOUBLE, negative)
  }

  private literal(at: Offset, type: typeof INT, value: Value): Expr {
    return this.node({ is: 'literal', at, type, value })
  }

  private member(expr: Expr): Expr {
    for (;;) {
      const dot = this.accept('.')
      if (dot) {
        expr = this.selection(expr, dot)
        continue
      }
      const bracket = this.accept('[')
      if (!bracket) return expr
      const optional = this.accept('?')
      const index = this.expr()
      this.expect(']')
      expr = this.call(bracket.at, optional ? '_[?_]' : '_[_]', expr, index)
    }
  }

  private selection(operand: Expr, dot: Token): Expr {
    const optional = this.accept('?') !== undefined
    if (this.next.kind !== 'identifier') {
      const { text } = this.next
      this.fail(`no viable alternative at input '.${text === '<EOF>' ? '' : text}'`)
    }
    const field = this.take().text
    const open = optional ? undefined : this.accept('(')
    if (!open) return this.node({ is: 'select', at: dot.at, operand, field, test: false, optional }, operand)
    const args = this.list(')')
    return this.invocation(open.at, field, operand, args)
  }

  private invocation(at: Offset, name: string, target: Expr | undefined, args: Expr[]): Expr {
    const expanded = expandMacro(this, at, name, target, args)
    if (expanded) return expanded
    return this.node({ is: 'call', at, function: name, args, ...(target ? { target } : {}) }, ...args, target)
  }

  private list(end: string): Expr[] {
    const items: Expr[] = []
    if (this.accept(end)) return items
    do items.push(this.expr())
    while (this.accept(','))
    this.expect(end)
    return items
  }

  private primary(): Expr {
    const token = this.next
    if (token.kind === 'operator') {
      if (this.accept('(')) {
        const inner = this.expr()
        this.expect(')')
        return inner
      }
      if (this.accept('[')) return this.listLiteral(token.at)
      if (this.accept('{')) return this.mapLiteral(token.at)
      if (this.accept('.')) return this.named('.')
    }
    if (token.kind === 'identifier') return this.named('')
    const literal = this.constant(token)
    if (literal) {
      this.take()
      return literal
    }
    this.fail(`mismatched input '${token.text}' expecting ${EXPRESSION}`)
  }

  private constant({ kind, text, value, at }: Token): Expr | undefined {
    switch (kind) {
      case 'int':
        if (value === 2n ** 63n) this.problems.add(at, 'invalid int literal')
        return this.literal(at, INT, value as bigint)
      case 'uint':
        return this.literal(at, UINT, value as Uint)
      case 'double':
        return this.literal(at, DOUBLE, value as number)
      case 'string':
        return this.literal(at, STRING, value as string)
      case 'bytes':
        return this.literal(at, BYTES, value as Uint8Array)
      case 'keyword':
        if (text === 'null') return this.literal(at, NULL, null)
        return text === 'in' ? undefined : this.literal(at, BOOL, text === 'true')
      default:
        return undefined
    }
  }

  private named(dot: string): Expr {
    if (this.next.kind !== 'identifier') this.fail(`mismatched input '${this.next.text}' expecting IDENTIFIER`)
    const { text, at } = this.take()
    if (RESERVED.has(text)) this.problems.add(at, `reserved identifier: ${text}`)
    const open = this.accept('(')
    if (open) return this.invocation(open.at, text, undefined, this.list(')'))
    if (this.isMessage()) return this.message(text)
    return this.node({ is: 'identifier', at, name: dot + text })
  }

  /** `a.b.C{field: value}`: there are no such types here, and the checker will say so. */
  private isMessage(): boolean {
    let i = this.i
    while (this.tokens[i]!.text === '.' && this.tokens[i + 1]!.kind === 'identifier') i += 2
    return this.tokens[i]!.text === '{' && this.tokens[i]!.kind === 'operator'
  }

  private message(first: string): Expr {
    let name = first
    while (this.accept('.')) name += `.${this.take().text}`
    const open = this.expect('{')
    while (!this.accept('}')) {
      this.accept('?')
      if (this.next.kind !== 'identifier') this.fail(`mismatched input '${this.next.text}' expecting IDENTIFIER`)
      this.take()
      this.expect(':')
      this.expr()
      if (!this.accept(',') && !this.isNext('}')) this.expect('}')
    }
    return this.node({ is: 'message', at: open.at, name })
  }

  private listLiteral(at: Offset): Expr {
    const items: { value: Expr; optional: boolean }[] = []
    while (!this.accept(']')) {
      const optional = this.accept('?') !== undefined
      items.push({ value: this.expr(), optional })
      if (!this.accept(',') && !this.isNext(']')) this.expect(']')
    }
    return this.node({ is: 'list', at, items }, ...items.map(item => item.value))
  }

  private mapLiteral(at: Offset): Expr {
    const entries: { at: Offset; key: Expr; value: Expr; optional: boolean }[] = []
    while (!this.accept('}')) {
      const optional = this.accept('?') !== undefined
      const key = this.expr()
      const colon = this.expect(':')
      entries.push({ at: colon.at, key, value: this.expr(), optional })
      if (!this.accept(',') && !this.isNext('}')) this.expect('}')
    }
    return this.node({ is: 'map', at, entries }, ...entries.flatMap(({ key, value }) => [key, value]))
  }
}
