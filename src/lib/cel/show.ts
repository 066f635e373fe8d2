import { formatDuration, formatTimestamp } from './moment.ts'
import { Duration, Timestamp, Uint, type Value } from './values.ts'

/** A double as Go's strconv writes it in its shortest form: `1.5`, `1e+06`. */
export function showDouble(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  if (Object.is(value, -0)) return '-0'
  const [digits, power] = value.toExponential().split('e') as [string, string]
  const exponent = Number(power)
  if (value !== 0 && (exponent < -4 || exponent >= 6)) {
    return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
  }
  return decimal(value)
}

/** Without an exponent. */
export function decimal(value: number): string {
  const text = String(value)
  if (!text.includes('e')) return text
  if (Math.abs(value) >= 1) return String(BigInt(value))
  const [, sign, whole, fraction = '', power] = /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(text)!
  return `${sign}0.${'0'.repeat(Number(power) - 1)}${whole}${fraction}`
}

/** A key or a scalar in the text of an error. */
export function showKey(value: Value): string {
  if (value instanceof Uint) return String(value.value)
  if (value instanceof Duration) return formatDuration(value)
  if (value instanceof Timestamp) return formatTimestamp(value)
  return typeof value === 'number' ? showDouble(value) : String(value)
}
