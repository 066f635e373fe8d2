import { put } from '../../lib/own.ts'
import { resolvePlain } from './plain.ts'

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
    const match = /^[A-Za-z0-9_./$+~<(=^\\-](?:[^\s,[\]{}:#]|[:#](?=[^\s,[\]{}])| +(?=[^\s,[\]{}:#]))*/.exec(
      this.rest(),
    )
    if (!match || /^-( |$)|:$|\?| #/.test(match[0])) throw new NotSimple()
    this.at += match[0].length
    return match[0]
  }

  private double(): string {
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
