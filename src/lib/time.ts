/** A moment or a span on the cluster's clock, in milliseconds (moments: since the Unix epoch, UTC). Always an integer. */
export type Ms = number

/** RFC 3339 with whole seconds, as metav1.Time is written: `2026-11-22T03:55:46Z`. */
export function rfc3339(at: Ms): string {
  const second = Math.floor(at / 1000)
  if (second !== lastSecond) {
    lastText = `${isoSecond(second * 1000)}Z`
    lastSecond = second
  }
  return lastText
}

/** Like toISOString, which loads the machine's time zone at its first call: up to 5 ms. */
function isoSecond(at: Ms): string {
  const date = new Date(at)
  const day = `${String(date.getUTCFullYear()).padStart(4, '0')}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`
  return `${day}T${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`
}

const two = (n: number): string => (n < 10 ? `0${n}` : String(n))

/** Much is written in one second: the last text is kept. */
let lastSecond = Number.NaN
let lastText = ''

/** RFC 3339 with microseconds, as metav1.MicroTime is written: `2026-11-22T03:55:46.123000Z`. */
export function rfc3339Micro(at: Ms): string {
  return `${isoSecond(at)}.${String(at - Math.floor(at / 1000) * 1000).padStart(3, '0')}000Z`
}

/** Milliseconds of an RFC 3339 text; `undefined` for nothing or for text that is no date. */
export function parseTime(text: string | null | undefined): Ms | undefined {
  if (!text) return undefined
  const at = wholeSeconds(text) ?? Date.parse(text)
  return Number.isNaN(at) ? undefined : at
}

/** Days of a year before each month, and before its end; of a year that is no leap year. */
const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365]
/** Leap days from the year 0 to 1970. */
const LEAP_DAYS_BEFORE_EPOCH = 477

/** What `rfc3339` writes, read several times as quickly as Date.parse does; undefined for what it leaves to that. */
function wholeSeconds(text: string): Ms | undefined {
  if (text.length !== 20 || text[4] !== '-' || text[7] !== '-' || text[10] !== 'T') return undefined
  if (text[13] !== ':' || text[16] !== ':' || text[19] !== 'Z') return undefined
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2)
  const month = twoDigits(text, 5)
  const day = twoDigits(text, 8)
  const hour = twoDigits(text, 11)
  const minute = twoDigits(text, 14)
  const second = twoDigits(text, 17)
  if (!(year >= 1970 && month >= 1 && month <= 12 && hour < 24 && minute < 60 && second < 60)) return undefined
  if (!(day >= 1 && day <= DAYS_BEFORE[month]! - DAYS_BEFORE[month - 1]!)) return undefined
  const past = month > 2 ? year : year - 1
  const leapDays = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400) - LEAP_DAYS_BEFORE_EPOCH
  const days = (year - 1970) * 365 + leapDays + DAYS_BEFORE[month - 1]! + day - 1
  return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000
}

/** The number of two digits; NaN where there is something else. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48
  const ones = text.charCodeAt(at + 1) - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}

/** RFC 1123 with a numeric zone, as kubectl describe writes times: `Sun, 22 Nov 2026 04:28:07 +0000`. */
export function rfc1123(timestamp: string | null | undefined): string {
  const at = parseTime(timestamp)
  return at === undefined ? 'Mon, 01 Jan 0001 00:00:00 +0000' : new Date(at).toUTCString().replace('GMT', '+0000')
}
