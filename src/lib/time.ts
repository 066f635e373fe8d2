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
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : at
}

/** RFC 1123 with a numeric zone, as kubectl describe writes times: `Sun, 22 Nov 2026 04:28:07 +0000`. */
export function rfc1123(timestamp: string | null | undefined): string {
  const at = parseTime(timestamp)
  return at === undefined ? 'Mon, 01 Jan 0001 00:00:00 +0000' : new Date(at).toUTCString().replace('GMT', '+0000')
}
