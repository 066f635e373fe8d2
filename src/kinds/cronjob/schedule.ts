import { parseGoDuration } from '../../lib/duration.ts'
import type { Ms } from '../../lib/time.ts'
import { zoneOf } from './zone.ts'

/** When something is to happen, again and again. */
export interface Schedule {
  /** The first moment after `after`; undefined when there is none within five years. */
  next(after: Ms): Ms | undefined
}

/** Numbers of one field that match. `any`: the field was a star. */
interface Field {
  values: ReadonlySet<number>
  any: boolean
}

interface Bounds {
  least: number
  most: number
  names?: readonly string[]
}

const MINUTE = 60_000
const DAY = 86_400_000
/** Years after which a line is taken to name no moment at all. */
const YEARS = 5

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

const BOUNDS: readonly Bounds[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: MONTHS },
  { least: 0, most: 6, names: DAYS },
]

const DESCRIPTORS: Record<string, string> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}

/** A line that cannot be read; the message is that of the library which Kubernetes uses. */
export class ScheduleError extends Error {}

/**
 * Reads five fields (minute, hour, day of the month, month, day of the week) or `@hourly`, `@every 90s`, ...; the clock is
 * that of `timeZone`, or of a leading `TZ=`. Modelled on github.com/robfig/cron/v3, ParseStandard. Throws ScheduleError.
 */
export function parseSchedule(line: string, timeZone = 'UTC'): Schedule {
  if (line === '') throw new ScheduleError('empty spec string')
  const zoned = /^(?:CRON_)?TZ=(\S*)\s*(.*)$/s.exec(line)
  if (zoned) {
    const [, name = '', rest = ''] = zoned
    if (!zoneOf(name)) throw new ScheduleError(`provided bad location ${name}: unknown time zone ${name}`)
    return parseSchedule(rest.trim(), name)
  }
  if (line.startsWith('@every ')) return every(line)
  const text = DESCRIPTORS[line] ?? line
  if (text.startsWith('@')) throw new ScheduleError(`unrecognized descriptor: ${line}`)
  const words = text.split(/\s+/).filter(Boolean)
  if (words.length !== BOUNDS.length) {
    throw new ScheduleError(`expected exactly 5 fields, found ${words.length}: [${words.join(' ')}]`)
  }
  const [minutes, hours, days, months, weekdays] = words.map((word, i) => field(word, BOUNDS[i]!))
  return calendar({ minutes: minutes!, hours: hours!, days: days!, months: months!, weekdays: weekdays! }, timeZone)
}

function every(line: string): Schedule {
  const text = line.slice('@every '.length)
  const parsed = parseGoDuration(text)
  if (parsed === undefined) {
    throw new ScheduleError(`failed to parse duration ${line}: time: invalid duration ${JSON.stringify(text)}`)
  }
  const period = Math.max(1000, Math.floor(parsed / 1000) * 1000)
  return { next: after => Math.floor((after + period) / 1000) * 1000 }
}

function field(word: string, bounds: Bounds): Field {
  const values = new Set<number>()
  let any = false
  for (const part of word.split(',').filter(Boolean)) any = range(part, bounds, values) || any
  return { values, any }
}

/** `*`, `5`, `1-5`, `mon-fri`, `*` or any of these `/2`. Answers whether it stands for everything. */
function range(text: string, { least, most, names }: Bounds, into: Set<number>): boolean {
  const [span = '', stepText, ...steps] = text.split('/')
  const [low = '', high, ...more] = span.split('-')
  const star = low === '*' || low === '?'
  let first = least
  let last = most
  if (!star) {
    first = numberOrName(low, names)
    last = high === undefined ? first : numberOrName(high, names)
    if (more.length > 0) throw new ScheduleError(`too many hyphens: ${text}`)
  }
  if (steps.length > 0) throw new ScheduleError(`too many slashes: ${text}`)
  const step = stepText === undefined ? 1 : number(stepText)
  // `5/15` is `5-59/15`.
  if (stepText !== undefined && high === undefined) last = most
  if (first < least) throw new ScheduleError(`beginning of range (${first}) below minimum (${least}): ${text}`)
  if (last > most) throw new ScheduleError(`end of range (${last}) above maximum (${most}): ${text}`)
  if (first > last) throw new ScheduleError(`beginning of range (${first}) beyond end of range (${last}): ${text}`)
  if (step === 0) throw new ScheduleError(`step of range should be a positive number: ${text}`)
  for (let value = first; value <= last; value += step) into.add(value)
  return star && step === 1
}

function numberOrName(text: string, names: readonly string[] | undefined): number {
  const index = names?.indexOf(text.toLowerCase()) ?? -1
  if (index < 0) return number(text)
  return names === MONTHS ? index + 1 : index
}

function number(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) {
    const why = `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`
    throw new ScheduleError(`failed to parse int from ${text}: ${why}`)
  }
  const value = Number(text)
  if (value < 0) throw new ScheduleError(`negative number (${value}) not allowed: ${text}`)
  return value
}

interface Fields {
  minutes: Field
  hours: Field
  days: Field
  months: Field
  weekdays: Field
}

/**
 * Every minute whose hands on the zone's clock match: an hour that the clock leaves out in spring never matches, one that
 * it shows twice in autumn matches twice.
 */
function calendar({ minutes, hours, days, months, weekdays }: Fields, timeZone: string): Schedule {
  const zone = zoneOf(timeZone)!
  const isDay = (date: Date) => {
    const day = days.values.has(date.getUTCDate())
    const weekday = weekdays.values.has(date.getUTCDay())
    return days.any || weekdays.any ? day && weekday : day || weekday
  }
  return remembering({
    next(after) {
      let at = (Math.floor(after / MINUTE) + 1) * MINUTE
      // The clock on the wall, as if it were UTC.
      let wall = new Date(at + zone.offset(at))
      const end = wall.getUTCFullYear() + YEARS
      const go = (to: Ms) => {
        at = to
        wall = new Date(at + zone.offset(at))
      }
      while (wall.getUTCFullYear() <= end) {
        if (!months.values.has(wall.getUTCMonth() + 1) || !isDay(wall)) go(nextDay(at, wall, zone.offset))
        else if (!hours.values.has(wall.getUTCHours())) go(at + (60 - wall.getUTCMinutes()) * MINUTE)
        else if (!minutes.values.has(wall.getUTCMinutes())) go(at + minutesLeft(minutes, wall.getUTCMinutes()) * MINUTE)
        else return at
      }
      return undefined
    },
  })
}

/** How many minutes later the next one of the same hour comes that matches, or the next hour. Clocks are set at the end of an hour. */
function minutesLeft({ values }: Field, minute: number): number {
  let next = minute + 1
  while (next < 60 && !values.has(next)) next++
  return next - minute
}

/** A controller asks for the same few moments several times in a round. */
function remembering({ next }: Schedule): Schedule {
  const asked: Ms[] = new Array(8).fill(Number.NaN)
  const answers: (Ms | undefined)[] = []
  let newest = 0
  return {
    next(after) {
      const known = asked.indexOf(after)
      if (known >= 0) return answers[known]
      newest = (newest + 1) % 8
      asked[newest] = after
      return (answers[newest] = next(after))
    },
  }
}

/** The moment at which the next day begins on the wall. */
function nextDay(at: Ms, wall: Date, offset: (at: Ms) => Ms): Ms {
  const midnight = Math.floor(wall.getTime() / DAY) * DAY + DAY
  const guess = at + midnight - wall.getTime()
  // The clock was set in between: an hour too late or too early.
  const off = guess + offset(guess) - midnight
  if (off === 0) return guess
  const other = guess - off
  return offset(other) + other >= midnight ? other : guess
}
