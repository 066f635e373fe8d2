import type { Ms } from '../../lib/time.ts'
import { aheadOfUtc, clockOf } from '../../lib/zone-clock.ts'

/** A time zone of the IANA database, as it comes with the JavaScript engine. */
export interface Zone {
  /** What its clocks are ahead of UTC at a moment (ms). */
  offset(at: Ms): Ms
}

const UTC: Zone = { offset: () => 0 }
const zones = new Map<string, Zone | undefined>([
  ['', UTC],
  ['UTC', UTC],
])

/** Clocks are only ever set at the quarters of an hour. */
const QUARTER: Ms = 900_000
/** Offsets kept for a zone. */
const MOST = 5000

/** Undefined for a name that no zone has; the case of the letters counts. */
export function zoneOf(name: string): Zone | undefined {
  if (!zones.has(name)) zones.set(name, load(name))
  return zones.get(name)
}

function load(name: string): Zone | undefined {
  let clock: Intl.DateTimeFormat
  try {
    clock = clockOf(name)
  } catch {
    return undefined
  }
  const { timeZone } = clock.resolvedOptions()
  if (/^[+-]/.test(name) || (timeZone !== name && timeZone.toLowerCase() === name.toLowerCase())) return undefined
  if (!/[A-Z]/.test(name)) return undefined
  const known = new Map<number, Ms>()
  return {
    offset(at) {
      const slot = Math.floor(at / QUARTER)
      let offset = known.get(slot)
      if (offset === undefined) {
        if (known.size >= MOST) known.clear()
        offset = aheadOfUtc(clock, slot * QUARTER)
        known.set(slot, offset)
      }
      return offset
    },
  }
}
