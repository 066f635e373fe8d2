import { goJson } from './go-json.ts'

/** Calls `each` with every byte of the text in UTF-8. */
function bytesOf(text: string, each: (byte: number) => void): void {
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i)!
    if (code < 0x80) each(code)
    else if (code < 0x800) {
      each(0xc0 | (code >> 6))
      each(0x80 | (code & 63))
    } else if (code < 0x10000) {
      each(0xe0 | (code >> 12))
      each(0x80 | ((code >> 6) & 63))
      each(0x80 | (code & 63))
    } else {
      i++
      each(0xf0 | (code >> 18))
      each(0x80 | ((code >> 12) & 63))
      each(0x80 | ((code >> 6) & 63))
      each(0x80 | (code & 63))
    }
  }
}

/** FNV-1a, 32 bits. */
export function fnv32a(text: string): number {
  let hash = 0x811c9dc5
  bytesOf(text, byte => {
    hash = Math.imul(hash ^ byte, 0x01000193)
  })
  return hash >>> 0
}

/** FNV-1, 32 bits. */
export function fnv32(text: string): number {
  let hash = 0x811c9dc5
  bytesOf(text, byte => {
    hash = Math.imul(hash, 0x01000193) ^ byte
  })
  return hash >>> 0
}

/** FNV-1a, 128 bits, as 32 hexadecimal digits: what endpoint ports are ordered by. */
export function fnv128a(text: string): string {
  // Eight limbs of 16 bits, lowest first; the prime is 2^88 + 0x13b.
  const limbs = [0xc58d, 0x6295, 0x2175, 0x62b8, 0x0142, 0x07bb, 0x272e, 0x6c62]
  const product = new Array<number>(8)
  bytesOf(text, byte => {
    limbs[0]! ^= byte
    let carry = 0
    for (let i = 0; i < 8; i++) {
      // 2^88 is five limbs and 8 bits.
      const shifted = i >= 5 ? ((limbs[i - 5]! << 8) & 0xffff) + (i >= 6 ? limbs[i - 6]! >>> 8 : 0) : 0
      const sum = limbs[i]! * 0x13b + shifted + carry
      product[i] = sum & 0xffff
      carry = Math.floor(sum / 0x10000)
    }
    for (let i = 0; i < 8; i++) limbs[i] = product[i]!
  })
  let hex = ''
  for (let i = 7; i >= 0; i--) hex += limbs[i]!.toString(16).padStart(4, '0')
  return hex
}

const SAFE = 'bcdfghjklmnpqrstvwxz2456789'

/** Text in the alphabet of generated names (apimachinery rand.SafeEncodeString). */
export function safeEncode(text: string): string {
  let safe = ''
  for (let i = 0; i < text.length; i++) safe += SAFE[text.charCodeAt(i) % SAFE.length]
  return safe
}

/** The suffix that names what was made from a template (pod-template-hash); another one for every collision count. */
export function templateHash(template: unknown, collisionCount?: number): string {
  const collision = collisionCount === undefined ? '' : `#${collisionCount}`
  return safeEncode(String(fnv32a(goJson(template) + collision)))
}
