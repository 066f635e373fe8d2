import { hex16, hex32 } from './hex.ts'

/**
 * The seeded generator of everything that is random in the cluster. Draws are keyed by what they are for
 * (`rng('pull', podUid)`), never by call order, so looking at the cluster cannot change what happens in it.
 */
export interface Prng {
  /** A number in [0, 1). */
  float(): number
  /** A whole number in [0, n). */
  int(n: number): number
  /** A whole number in [low, high]. */
  between(low: number, high: number): number
  /** `length` characters of the alphabet Kubernetes uses for generated names (no vowels, no look-alikes). */
  suffix(length: number): string
  /** A version 4 UUID. */
  uuid(): string
  /** `words` times eight hex digits. */
  hex(words: number): string
}

/** Alphabet of k8s.io/apimachinery/pkg/util/rand. */
const ALPHANUMS = 'bcdfghjklmnpqrstvwxz2456789'

/** A generator for one purpose; the same words give the same numbers. FNV-1a into sfc32. */
export function prng(...purpose: (string | number)[]): Prng {
  let a = 0x811c9dc5
  let b = 0x9e3779b9
  for (const word of purpose) {
    const text = typeof word === 'string' ? word : String(word)
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      a = Math.imul(a ^ code, 0x01000193)
      b = Math.imul(b ^ (code + i), 0x85ebca6b)
    }
    a = Math.imul(a ^ 0x1f, 0x01000193)
    b = (b << 13) | (b >>> 19)
  }
  return new Sfc32(a, b)
}

/** A class, because there is one for every object that is made: methods are shared, closures would not be. */
class Sfc32 implements Prng {
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(a: number, b: number) {
    this.#a = a
    this.#b = b
    this.#c = a ^ (b >>> 7) ^ 0x6a09e667
    for (let i = 0; i < 10; i++) this.#next()
  }

  float(): number {
    return this.#next() / 0x100000000
  }

  int(n: number): number {
    return Math.floor(this.float() * n)
  }

  between(low: number, high: number): number {
    return low + this.int(high - low + 1)
  }

  suffix(length: number): string {
    let text = ''
    for (let i = 0; i < length; i++) text += ALPHANUMS[this.int(ALPHANUMS.length)]
    return text
  }

  uuid(): string {
    const w1 = this.#next()
    const w2 = this.#next()
    const w3 = this.#next()
    const w4 = this.#next()
    const version = 0x4000 | (w2 & 0xfff)
    const variant = 0x8000 | ((w3 >>> 16) & 0x3fff)
    return `${hex32(w1)}-${hex16(w2 >>> 16)}-${hex16(version)}-${hex16(variant)}-${hex16(w3)}${hex32(w4)}`
  }

  hex(words: number): string {
    let text = ''
    for (let i = 0; i < words; i++) text += hex32(this.#next())
    return text
  }

  #next(): number {
    const t = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + t) | 0
    return t >>> 0
  }
}
