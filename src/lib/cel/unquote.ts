import { utf8 } from './utf8.ts'

const SIMPLE: Record<string, string> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}
const ESCAPE = /\\(?:[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|([\s\S]))/y

/**
 * What stands between the quotes of a string or bytes literal. In a string `\xff` is a code point, in bytes a byte; undefined
 * when it is no code point that there is.
 */
export function unquote(body: string, bytes: boolean, raw: boolean): string | Uint8Array | undefined {
  const parts: number[] = []
  let text = ''
  for (let i = 0; i < body.length; ) {
    ESCAPE.lastIndex = i
    const found = raw ? null : ESCAPE.exec(body)
    if (!found) {
      const character = String.fromCodePoint(body.codePointAt(i)!)
      if (bytes) parts.push(...utf8(character))
      else text += character
      i += character.length
      continue
    }
    const [all, hex, short, long, octal, simple] = found
    i += all.length
    if (simple !== undefined) {
      const character = Object.hasOwn(SIMPLE, simple) ? SIMPLE[simple]! : simple
      if (bytes) parts.push(...utf8(character))
      else text += character
      continue
    }
    const code = octal !== undefined ? Number.parseInt(octal, 8) : Number.parseInt((hex ?? short ?? long)!, 16)
    if (bytes && (short ?? long) === undefined) {
      parts.push(code)
      continue
    }
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return undefined
    if (bytes) parts.push(...utf8(String.fromCodePoint(code)))
    else text += String.fromCodePoint(code)
  }
  return bytes ? Uint8Array.from(parts) : text
}
