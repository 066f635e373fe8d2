import type { Ms } from '../../lib/time.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const two = (n: number) => String(n).padStart(2, '0')

/** `2026-11-22 05:37:14` */
export const isoTime = (at: Ms): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ')

/** `2026/11/22 05:37:14` */
export const slashTime = (at: Ms): string => isoTime(at).replace(/-/g, '/')

/** `2026-11-22 05:37:14.120 UTC` */
export const utcTime = (at: Ms): string => `${new Date(at).toISOString().slice(0, 23).replace('T', ' ')} UTC`

/** `22 Nov 2026 05:37:14.120` */
export function dayTime(at: Ms): string {
  const date = new Date(at)
  const text = date.toISOString()
  return `${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()} ${text.slice(11, 23)}`
}

/** `Sun Nov 22 05:37:14.120000 2026` */
export function apacheTime(at: Ms): string {
  const date = new Date(at)
  const clock = `${date.toISOString().slice(11, 23)}000`
  return `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${two(date.getUTCDate())} ${clock} ${date.getUTCFullYear()}`
}
