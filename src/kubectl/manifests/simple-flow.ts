import { put } from '../../lib/own.ts'
import { resolvePlain } from './plain.ts'
import { beginsPlain, inked, isFlowSign, isJoint, isSpace } from './signs.ts'

/** The text has more of YAML than the simple reader knows. */
export class NotSimple extends Error {}

/** Quoted scalars and flow collections (`{a: 1, b: [x, "y"]}`) on one line. Throws NotSimple for anything else. */
export class Flow {
  private readonly text: string
  private at = 0

  constructor(text: string) {
    this.text = text
  }

  rest(): string {
    return this.text.slice(this.at)
  }

  value(): unknown {
    switch (this.text[this.at]) {
      case '{':
        return this.map()
      case '[':
        return this.list()
      case '"':
        return this.double()
      case "'":
        return this.single()
      default:
        return this.resolved()
    }
  }

  private space(): string | undefined {
    while (this.text[this.at] === ' ') this.at++
    return this.text[this.at]
  }

  /** After an item: the comma and on to the next one (true), or the end of the collection (false). */
  private more(close: string): boolean {
    const sign = this.space()
    this.at++
    if (sign === close) return false
    if (sign !== ',' || this.space() === close) throw new NotSimple()
    return true
  }

  private list(): unknown[] {
    const list: unknown[] = []
    this.at++
    if (this.space() === ']') {
      this.at++
      return list
    }
    do {
      this.space()
      list.push(this.value())
    } while (this.more(']'))
    return list
  }

  private map(): Record<string, unknown> {
    const map: Record<string, unknown> = {}
    this.at++
    if (this.space() === '}') {
      this.at++
      return map
    }
    do {
      this.space()
      const quoted = this.text[this.at] === '"' || this.text[this.at] === "'"
      const key = quoted ? this.value() : resolvePlain(this.plain())
      if (typeof key !== 'string' || !this.text.startsWith(': ', this.at)) throw new NotSimple()
      this.at += 2
      this.space()
      put(map, key, this.value())
    } while (this.more('}'))
    return map
  }

  private resolved(): unknown {
    const value = resolvePlain(this.plain())
    if (typeof value === 'number' && !Number.isFinite(value)) throw new NotSimple()
    return value
  }

  private plain(): string {
    const end = plainEnd(this.text, this.at)
    const found = this.text.slice(this.at, end)
    const isOther =
      found === '' || found === '-' || found.startsWith('- ') || found.endsWith(':') || found.includes('?')
    if (isOther) throw new NotSimple()
    this.at = end
    return found
  }

  private double(): string {
    const close = this.text.indexOf('"', this.at + 1)
    const plain = close < 0 ? '\\' : this.text.slice(this.at + 1, close)
    if (!plain.includes('\\')) {
      this.at = close + 1
      return plain
    }
    const match = /^"(?:[^"\\]|\\["\\/nt])*"/.exec(this.rest())
    if (!match) throw new NotSimple()
    this.at += match[0].length
    return JSON.parse(match[0])
  }

  private single(): string {
    const match = /^'(?:[^']|'')*'/.exec(this.rest())
    if (!match) throw new NotSimple()
    this.at += match[0].length
    return match[0].slice(1, -1).replaceAll("''", "'")
  }
}

/** Where a plain scalar inside a flow collection ends. Blanks, `:` and `#` belong to it when the next letter does. */
function plainEnd(text: string, from: number): number {
  if (!beginsPlain(text.charCodeAt(from))) return from
  let at = from + 1
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (isFlowSign(code)) return at
    if (isJoint(code)) {
      if (!goesOn(text, at + 1)) return at
      at++
    } else if (isSpace(code)) {
      const next = code === 32 ? inked(text, at) : -1
      if (next < 0 || !goesOn(text, next) || isJoint(text.charCodeAt(next))) return at
      at = next
    } else at++
  }
  return at
}

function goesOn(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return at < text.length && !isFlowSign(code) && !isSpace(code)
}
