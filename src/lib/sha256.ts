/** SHA-256 (FIPS 180-4), for the few names that are made of one. The floors below the session may not use Node's. */

/** The first 32 bits of the fractional parts of the roots of the first primes: square roots to begin with, cube roots per round. */
const START = new Uint32Array(8)
const ROUNDS = new Uint32Array(64)

const fraction = (root: number) => (root - Math.floor(root)) * 2 ** 32

for (let candidate = 2, found = 0; found < 64; candidate++) {
  let isPrime = true
  for (let by = 2; by * by <= candidate; by++) if (candidate % by === 0) isPrime = false
  if (!isPrime) continue
  if (found < 8) START[found] = fraction(Math.sqrt(candidate))
  ROUNDS[found++] = fraction(Math.cbrt(candidate))
}

const turned = (word: number, by: number) => (word >>> by) | (word << (32 - by))

/** The 32 bytes of the hash of a text in UTF-8. */
export function sha256(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text)
  const length = Math.ceil((bytes.length + 9) / 64) * 64
  const padded = new Uint8Array(length)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(length - 8, Math.floor(bytes.length / 2 ** 29))
  view.setUint32(length - 4, bytes.length << 3)

  const state = START.slice()
  const words = new Uint32Array(64)
  for (let block = 0; block < length; block += 64) {
    for (let i = 0; i < 16; i++) words[i] = view.getUint32(block + i * 4)
    for (let i = 16; i < 64; i++) words[i] = words[i - 16]! + words[i - 7]! + low(words[i - 15]!) + high(words[i - 2]!)
    compress(state, words)
  }
  const result = new DataView(new ArrayBuffer(32))
  state.forEach((word, i) => {
    result.setUint32(i * 4, word)
  })
  return new Uint8Array(result.buffer)
}

const low = (word: number) => turned(word, 7) ^ turned(word, 18) ^ (word >>> 3)
const high = (word: number) => turned(word, 17) ^ turned(word, 19) ^ (word >>> 10)

function compress(state: Uint32Array, words: Uint32Array): void {
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number]
  for (let i = 0; i < 64; i++) {
    const fromE = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)
    const fromA = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)
    const one = (h + fromE + ((e & f) ^ (~e & g)) + ROUNDS[i]! + words[i]!) | 0
    const two = (fromA + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + one) | 0
    d = c
    c = b
    b = a
    a = (one + two) | 0
  }
  const ended = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; i++) state[i] = state[i]! + ended[i]!
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648 base 32, without padding. */
export function base32(bytes: Uint8Array): string {
  let text = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    for (; bits >= 5; bits -= 5) text += ALPHABET[(held >>> (bits - 5)) & 31]
    held &= (1 << bits) - 1
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text
}
