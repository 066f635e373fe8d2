/** resource.Quantity: `500m`, `1.5Gi`, `1e3`. Modelled on apimachinery's pkg/api/resource. */

interface Parts {
  negative: boolean
  /** All digits, without the point. */
  digits: string
  /** How many of them stand behind the point. */
  fraction: number
  /** Power of the suffix: of 10, or of 2 for a binary one. */
  power: number
  format: 'decimal' | 'exponent' | 'binary'
}

const DECIMAL = 'num kMGTPE'
const BINARY = 'KMGTPE'

function decode(text: string): Parts | undefined {
  let i = 0
  const negative = text[0] === '-'
  if (negative || text[0] === '+') i++
  const start = i
  let point = -1
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 46) {
      if (point >= 0) return undefined
      point = i
    } else if (code < 48 || code > 57) break
  }
  const digits = point < 0 ? text.slice(start, i) : text.slice(start, point) + text.slice(point + 1, i)
  if (digits === '') return undefined
  const parts: Parts = {
    negative,
    digits,
    fraction: point < 0 ? 0 : i - point - 1,
    power: 0,
    format: 'decimal',
  }
  if (i === text.length) return parts
  const letter = text[i]!
  const left = text.length - i
  if (left === 1) {
    const at = letter === 'u' ? 1 : DECIMAL.indexOf(letter)
    if (at < 0 || letter === ' ') return undefined
    parts.power = suffixPower(letter)
    return parts
  }
  if (left === 2 && text[i + 1] === 'i') {
    const at = BINARY.indexOf(letter)
    if (at < 0) return undefined
    parts.power = 10 * (at + 1)
    parts.format = 'binary'
    return parts
  }
  if (letter !== 'e' && letter !== 'E') return undefined
  const exponent = text.slice(i + 1)
  if (!/^[+-]?[0-9]+$/.test(exponent)) return undefined
  parts.power = Number(exponent)
  parts.format = 'exponent'
  return parts
}

function suffixPower(letter: string): number {
  switch (letter) {
    case 'n':
      return -9
    case 'u':
      return -6
    case 'm':
      return -3
    default:
      return 3 * ('kMGTPE'.indexOf(letter) + 1)
  }
}

/** Digits times 10^shift times the suffix, without losing digits that fit in a double. */
function amount(parts: Parts, shift: number): number {
  const power = (parts.format === 'binary' ? 0 : parts.power) - parts.fraction + shift
  const digits = Number(parts.digits)
  const factor = parts.format === 'binary' ? 2 ** parts.power : 1
  const value = power < 0 ? (digits * factor) / 10 ** -power : digits * factor * 10 ** power
  return parts.negative ? -value : value
}

/** In base units (cores, bytes, ...), may be fractional; `undefined` when the text is no quantity. */
export function parseQuantity(text: string | number): number | undefined {
  if (typeof text === 'number') return text
  const parts = decode(text)
  return parts && amount(parts, 0)
}

/** Thousandths, rounded up; 0 when absent or no quantity. */
export function milliCpu(text: string | number | undefined): number {
  if (text === undefined) return 0
  if (typeof text === 'number') return Math.ceil(text * 1000)
  const parts = decode(text)
  return parts ? Math.ceil(amount(parts, 3)) : 0
}

/** Whole units (bytes, counts), rounded up; 0 when absent or no quantity. */
export function bytes(text: string | number | undefined): number {
  if (text === undefined) return 0
  if (typeof text === 'number') return Math.ceil(text)
  const parts = decode(text)
  return parts ? Math.ceil(amount(parts, 0)) : 0
}

/** Why a text is no quantity, in the API server's words. */
export const QUANTITY_ERROR =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"

const NANO = 1_000_000_000n

/** No quantity has more digits than this; larger powers say nothing. */
const FARTHEST = 400

/** Billionths of a unit, rounded away from zero; undefined when the text is no quantity. */
export function quantityNanos(text: string): bigint | undefined {
  const parts = decode(text)
  if (!parts) return undefined
  const nanos = nanosOf(parts)
  return parts.negative ? -nanos : nanos
}

/** Without the sign. */
function nanosOf(parts: Parts): bigint {
  const power = Math.max(-FARTHEST, Math.min(FARTHEST, parts.power))
  let numerator = BigInt(parts.digits) * NANO
  let denominator = 10n ** BigInt(parts.fraction)
  if (parts.format === 'binary') numerator <<= BigInt(power)
  else if (power < 0) denominator *= 10n ** BigInt(-power)
  else numerator *= 10n ** BigInt(power)
  return (numerator + denominator - 1n) / denominator
}

/** As the API server writes it back: `0.5` is `500m`, `1000m` is `1`, `1024Mi` is `1Gi`. Other text stays as it is. */
export function canonicalQuantity(text: string | number): string {
  const parts = decode(String(text))
  if (!parts) return String(text)
  const nanos = nanosOf(parts)
  const sign = parts.negative && nanos > 0n ? '-' : ''
  if (parts.format === 'binary' && nanos >= 1024n * NANO) return sign + binary((nanos + NANO - 1n) / NANO)
  return sign + decimal(nanos, parts.format === 'exponent')
}

/** A number of base units as a quantity; `binary` in powers of 1024 (whole units), `decimal` in powers of 1000. */
export function formatQuantity(value: number, format: 'decimal' | 'binary'): string {
  const sign = value < 0 ? '-' : ''
  const size = Math.abs(value)
  if (format === 'binary' && size >= 1024) return sign + binary(BigInt(Math.ceil(size)))
  const whole = BigInt(Math.floor(size)) * NANO
  return sign + decimal(whole + BigInt(Math.ceil((size - Math.floor(size)) * 1e9 - 1e-4)), false)
}

function binary(units: bigint): string {
  let power = 0
  while (power < BINARY.length && units % 1024n === 0n) {
    units /= 1024n
    power++
  }
  return power === 0 ? String(units) : `${units}${BINARY[power - 1]}i`
}

function decimal(nanos: bigint, exponent: boolean): string {
  if (nanos === 0n) return '0'
  let power = -9
  while (power < 18 && nanos % 1000n === 0n) {
    nanos /= 1000n
    power += 3
  }
  if (power === 0) return String(nanos)
  if (exponent) return `${nanos}e${power}`
  return nanos + (power < 0 ? 'num'[(power + 9) / 3]! : 'kMGTPE'[power / 3 - 1]!)
}

/** An amount of bytes has no fraction. */
export const isWholeBytes = (quantity: string): boolean => Number.isInteger(parseQuantity(quantity))
