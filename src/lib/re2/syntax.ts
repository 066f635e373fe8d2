import { complement, fold, LAST, PERL, POSIX, type Range, unicode } from './classes.ts'

/** The tree of a regular expression in Go's syntax (regexp/syntax, without back-references and look-around). */
export type Node =
  | { is: 'empty' }
  | { is: 'set'; ranges: readonly Range[] }
  | { is: 'assert'; what: Assertion }
  | { is: 'concat'; nodes: readonly Node[] }
  | { is: 'alternate'; nodes: readonly Node[] }
  /** `most` may be infinite. */
  | { is: 'repeat'; node: Node; least: number; most: number; lazy: boolean }

export type Assertion = 'text-start' | 'text-end' | 'line-start' | 'line-end' | 'word' | 'no-word'

/** What is wrong with a pattern, as Go says it: ``error parsing regexp: missing closing ): `(` ``. */
export class PatternError extends Error {
  constructor(what: string, where: string) {
    super(`error parsing regexp: ${what}: \`${where}\``)
  }
}

const MOST_REPEATS = 1000
const DEEPEST = 1000

interface Flags {
  /** i, m, s, U */
  fold: boolean
  lines: boolean
  dotAll: boolean
  swap: boolean
}

export function parsePattern(pattern: string): Node {
  return new PatternParser(pattern).whole()
}

class PatternParser {
  private readonly chars: readonly string[]
  private readonly pattern: string
  private i = 0
  private depth = 0
  private readonly names = new Set<string>()
  private flags: Flags = { fold: false, lines: false, dotAll: false, swap: false }
  constructor(pattern: string) {
    this.pattern = pattern
    this.chars = [...pattern]
  }

  whole(): Node {
    const node = this.alternation()
    if (this.i < this.chars.length) throw new PatternError('unexpected )', this.pattern)
    return node
  }

  private get next(): string | undefined {
    return this.chars[this.i]
  }

  private looksAt(text: string): boolean {
    return this.chars.slice(this.i, this.i + text.length).join('') === text
  }

  private since(start: number): string {
    return this.chars.slice(start, this.i).join('')
  }

  private alternation(): Node {
    if (++this.depth > DEEPEST) throw new PatternError('expression nests too deeply', this.pattern)
    const branches = [this.sequence()]
    while (this.next === '|') {
      this.i++
      branches.push(this.sequence())
    }
    this.depth--
    return branches.length === 1 ? branches[0]! : { is: 'alternate', nodes: branches }
  }

  private sequence(): Node {
    const nodes: Node[] = []
    while (this.next !== undefined && this.next !== '|' && this.next !== ')') {
      const quoted = this.looksAt('\\Q') ? this.quoted() : undefined
      const node = quoted ? quoted.pop() : this.atom()
      nodes.push(...(quoted ?? []))
      if (node) nodes.push(this.repeated(node))
    }
    return nodes.length === 1 ? nodes[0]! : { is: 'concat', nodes }
  }

  private repeated(node: Node): Node {
    let before: string | undefined
    for (;;) {
      const start = this.i
      const count = this.count()
      if (!count) return node
      let lazy = this.flags.swap
      if (this.next === '?') {
        this.i++
        lazy = !lazy
      }
      const operator = this.since(start)
      if (before !== undefined) throw new PatternError('invalid nested repetition operator', before + operator)
      before = operator
      const [least, most] = count
      if (least > MOST_REPEATS || (most !== Infinity && (most > MOST_REPEATS || least > most))) {
        throw new PatternError('invalid repeat count', operator)
      }
      node = { is: 'repeat', node, least, most, lazy }
      if (copies(node) > MOST_REPEATS) throw new PatternError('invalid repeat count', operator)
    }
  }

  /** `*`, `+`, `?`, `{2}`, `{2,}`, `{2,5}`; a brace that is none of these is a letter. */
  private count(): [number, number] | undefined {
    switch (this.next) {
      case '*':
        this.i++
        return [0, Infinity]
      case '+':
        this.i++
        return [1, Infinity]
      case '?':
        this.i++
        return [0, 1]
      case '{': {
        const found = /^\{(\d+)(,(\d*))?\}/.exec(this.chars.slice(this.i, this.i + 24).join(''))
        if (!found) return undefined
        this.i += found[0].length
        const least = Number(found[1])
        return [least, found[2] === undefined ? least : found[3] === '' ? Infinity : Number(found[3])]
      }
      default:
        return undefined
    }
  }

  /** Undefined for what only sets flags. */
  private atom(): Node | undefined {
    const char = this.chars[this.i]!
    switch (char) {
      case '(':
        return this.group()
      case '[':
        return this.charClass()
      case '.':
        this.i++
        return { is: 'set', ranges: this.flags.dotAll ? [[0, LAST]] : complement([[10, 10]]) }
      case '^':
        this.i++
        return { is: 'assert', what: this.flags.lines ? 'line-start' : 'text-start' }
      case '$':
        this.i++
        return { is: 'assert', what: this.flags.lines ? 'line-end' : 'text-end' }
      case '*':
      case '+':
      case '?':
        this.i++
        throw new PatternError('missing argument to repetition operator', char)
      case '\\':
        return this.escape()
      default:
        this.i++
        return this.literal(char)
    }
  }

  private literal(char: string): Node {
    const code = char.codePointAt(0)!
    return { is: 'set', ranges: this.flags.fold ? fold([[code, code]]) : [[code, code]] }
  }

  private group(): Node | undefined {
    this.i++
    const outer = this.flags
    if (this.looksAt('?')) {
      const rest = this.chars.slice(this.i).join('')
      const named = /^\?P?<([^>]*)>/.exec(rest)
      if (named) {
        const [all, name] = named
        if (!/^\w+$/.test(name!)) throw new PatternError('invalid named capture', `(${all}`)
        if (this.names.has(name!)) throw new PatternError('duplicate capture group name', name!)
        this.names.add(name!)
        this.i += [...all].length
      } else {
        const flags = /^\?([imsU]*)(?:-([imsU]+))?([:)])/.exec(rest)
        if (!flags || (flags[1] === '' && flags[2] === undefined && flags[3] === ')')) {
          throw new PatternError('invalid or unsupported Perl syntax', `(${rest.slice(0, 2)}`)
        }
        this.i += flags[0].length
        this.flags = withFlags(withFlags(outer, flags[1]!, true), flags[2] ?? '', false)
        if (flags[3] === ')') return undefined
      }
    }
    const inner = this.alternation()
    if (this.next !== ')') throw new PatternError('missing closing )', this.pattern)
    this.i++
    this.flags = outer
    return inner
  }

  /** `\Qa.b\E`: letters, of which the last may be repeated. */
  private quoted(): Node[] {
    const rest = this.chars.slice(this.i + 2)
    const close = rest.findIndex((char, at) => char === '\\' && rest[at + 1] === 'E')
    const letters = close < 0 ? rest : rest.slice(0, close)
    this.i += letters.length + (close < 0 ? 2 : 4)
    return letters.map(char => this.literal(char))
  }

  private escape(): Node {
    const start = this.i
    const char = this.chars[this.i + 1]
    if (char === undefined) throw new PatternError('trailing backslash at end of expression', '')
    const assertion = ASSERTIONS[char]
    if (assertion) {
      this.i += 2
      return { is: 'assert', what: assertion }
    }
    const set = this.setEscape()
    if (set) return { is: 'set', ranges: set }
    this.i = start
    return this.literal(String.fromCodePoint(this.characterEscape()))
  }

  /** `\d`, `\W`, `\pL`, `\p{Greek}` */
  private setEscape(): Range[] | undefined {
    const start = this.i
    const char = this.chars[this.i + 1]!
    const perl = PERL[char.toLowerCase()]
    if (perl && 'dswDSW'.includes(char)) {
      this.i += 2
      return char === char.toLowerCase() ? [...perl] : complement(perl)
    }
    if (char !== 'p' && char !== 'P') return undefined
    const found = /^\\[pP](?:\{(\^?)([^}]*)\}|([^{]))/.exec(this.chars.slice(this.i, this.i + 64).join(''))
    if (!found) throw new PatternError('invalid character class range', this.chars.slice(start).join(''))
    this.i += [...found[0]].length
    const ranges = unicode(found[2] ?? found[3]!)
    if (!ranges) throw new PatternError('invalid character class range', found[0])
    return (char === 'P') !== (found[1] === '^') ? complement(ranges) : [...ranges]
  }

  /** One character: `\n`, `\.`, `\x41`, `\x{10FFFF}`, `\101` */
  private characterEscape(): number {
    const text = this.chars.slice(this.i, this.i + 16).join('')
    const found = /^\\(?:x\{([0-9a-fA-F]+)\}|x([0-9a-fA-F]{2})|([1-7][0-7]{1,2}|0[0-7]{0,2})|([^\w])|([aftnrv]))/.exec(
      text,
    )
    const code = found && escapedCode(found)
    if (code === undefined || code === null || code > LAST) {
      throw new PatternError('invalid escape sequence', [...text].slice(0, 2).join(''))
    }
    this.i += [...found![0]].length
    return code
  }

  private charClass(): Node {
    const start = this.i++
    const negated = this.next === '^'
    if (negated) this.i++
    const ranges: Range[] = []
    for (let first = true; first || this.next !== ']'; first = false) {
      if (this.next === undefined) throw new PatternError('missing closing ]', this.chars.slice(start).join(''))
      const posix = /^\[:(\^?)(\w+):\]/.exec(this.chars.slice(this.i, this.i + 16).join(''))
      if (posix) {
        const known = Object.hasOwn(POSIX, posix[2]!) ? POSIX[posix[2]!] : undefined
        if (!known) throw new PatternError('invalid character class range', posix[0])
        ranges.push(...(posix[1] ? complement(known) : known))
        this.i += posix[0].length
        continue
      }
      const set = this.next === '\\' && this.chars[this.i + 1] !== undefined ? this.setEscape() : undefined
      if (set) ranges.push(...set)
      else ranges.push(this.classRange())
    }
    this.i++
    const all = this.flags.fold ? fold(ranges) : ranges
    return { is: 'set', ranges: negated ? complement(all) : all }
  }

  private classRange(): Range {
    const start = this.i
    const low = this.classChar()
    if (this.next !== '-' || this.chars[this.i + 1] === ']' || this.chars[this.i + 1] === undefined) return [low, low]
    this.i++
    const high = this.classChar()
    if (high < low) throw new PatternError('invalid character class range', this.since(start))
    return [low, high]
  }

  private classChar(): number {
    if (this.next === '\\') {
      if (this.chars[this.i + 1] === undefined) throw new PatternError('trailing backslash at end of expression', '')
      return this.characterEscape()
    }
    return this.chars[this.i++]!.codePointAt(0)!
  }
}

function escapedCode([, braced, hex, octal, punctuation, letter]: RegExpExecArray): number {
  if (braced !== undefined || hex !== undefined) return Number.parseInt((braced ?? hex)!, 16)
  if (octal !== undefined) return Number.parseInt(octal, 8)
  if (punctuation !== undefined) return punctuation.codePointAt(0)!
  return { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 }[letter as 'a']
}

/** How often nested repetitions repeat what is inside; Go bounds it, because each is written out. */
function copies(node: Node): number {
  switch (node.is) {
    case 'repeat':
      return Math.max(1, node.most === Infinity ? node.least : node.most) * copies(node.node)
    case 'concat':
    case 'alternate':
      return Math.max(1, ...node.nodes.map(copies))
    default:
      return 1
  }
}

function withFlags(flags: Flags, letters: string, value: boolean): Flags {
  const changed = { ...flags }
  if (letters.includes('i')) changed.fold = value
  if (letters.includes('m')) changed.lines = value
  if (letters.includes('s')) changed.dotAll = value
  if (letters.includes('U')) changed.swap = value
  return changed
}

const ASSERTIONS: Record<string, Assertion> = { A: 'text-start', z: 'text-end', b: 'word', B: 'no-word' }
