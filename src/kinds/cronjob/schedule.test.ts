import { describe, expect, it } from 'vitest'
import { parseSchedule, ScheduleError } from './schedule.ts'

/** The next moments after one, `MM-DD hh:mm` or with the year where it changes. */
function moments(line: string, after: string, count: number, zone?: string): string[] {
  const schedule = parseSchedule(line, zone)
  const found: string[] = []
  for (let at: number | undefined = Date.parse(`${after}Z`); found.length < count; ) {
    at = schedule.next(at!)
    if (at === undefined) return [...found, 'never']
    found.push(new Date(at).toISOString().slice(0, 16))
  }
  return found
}

describe('the next moments', () => {
  it.each([
    ['*/5 * * * *', '2026-01-01T00:00', ['2026-01-01T00:05', '2026-01-01T00:10']],
    ['* * * * *', '2026-01-01T00:00:59.999', ['2026-01-01T00:01']],
    ['0 * * * *', '2026-01-01T00:00', ['2026-01-01T01:00', '2026-01-01T02:00']],
    ['15,45 6-8/2 * * *', '2026-01-01T07:00', ['2026-01-01T08:15', '2026-01-01T08:45', '2026-01-02T06:15']],
    ['5/20 3 * * *', '2026-01-01T03:05', ['2026-01-01T03:25', '2026-01-01T03:45', '2026-01-02T03:05']],
    ['0 9 * * mon-fri', '2026-01-02T09:00', ['2026-01-05T09:00']],
    ['0 9 * * 0', '2026-01-02T09:00', ['2026-01-04T09:00']],
    // A day of the month or a day of the week, when both are given.
    ['0 0 13 * fri', '2026-01-10T00:00', ['2026-01-13T00:00', '2026-01-16T00:00']],
    ['0 0 */2 * fri', '2026-01-01T00:00', ['2026-01-02T00:00', '2026-01-03T00:00']],
    ['30 2 29 2 *', '2026-01-01T00:00', ['2028-02-29T02:30']],
    ['0 0 31 * *', '2026-01-31T00:00', ['2026-03-31T00:00', '2026-05-31T00:00']],
    ['0 0 1 jan,JUL ?', '2026-01-01T00:00', ['2026-07-01T00:00', '2027-01-01T00:00']],
    ['@hourly', '2026-01-01T00:30', ['2026-01-01T01:00']],
    ['@weekly', '2026-01-01T00:30', ['2026-01-04T00:00']],
    ['@yearly', '2026-01-01T00:30', ['2027-01-01T00:00']],
    ['@every 90m', '2026-01-01T00:10', ['2026-01-01T01:40', '2026-01-01T03:10']],
    ['59 23 31 2 *', '2026-01-01T00:00', ['never']],
  ])('%s after %s', (line, after, expected) => {
    expect(moments(line, after, expected.length)).toEqual(expected)
  })
})

describe('in a time zone', () => {
  it.each([
    // Winter and summer.
    ['0 9 * * *', 'Europe/Berlin', '2026-03-28T00:00', ['2026-03-28T08:00', '2026-03-29T07:00']],
    ['0 9 * * *', 'Asia/Kolkata', '2026-01-01T00:00', ['2026-01-01T03:30']],
    ['0 0 1 * *', 'America/New_York', '2026-01-31T23:00', ['2026-02-01T05:00']],
    ['TZ=Asia/Tokyo 0 9 * * *', 'UTC', '2026-01-01T01:00', ['2026-01-02T00:00']],
    // The hour from two to three is left out: that day has no such moment.
    ['30 2 * * *', 'Europe/Berlin', '2026-03-28T00:00', ['2026-03-28T01:30', '2026-03-30T00:30']],
    // The hour from two to three comes twice.
    ['30 2 * * *', 'Europe/Berlin', '2026-10-25T00:00', ['2026-10-25T00:30', '2026-10-25T01:30', '2026-10-26T01:30']],
    ['0 * * * *', 'Europe/Berlin', '2026-10-24T23:30', ['2026-10-25T00:00', '2026-10-25T01:00', '2026-10-25T02:00']],
    // The clock is set at midnight, which therefore never comes (Beirut).
    ['0 0 * * *', 'Asia/Beirut', '2026-03-28T00:00', ['2026-03-29T21:00']],
  ])('%s in %s after %s', (line, zone, after, expected) => {
    expect(moments(line, after, expected.length, zone)).toEqual(expected)
  })
})

describe('what cannot be read', () => {
  it.each([
    ['every day', 'expected exactly 5 fields, found 2: [every day]'],
    ['61 * * * *', 'end of range (61) above maximum (59): 61'],
    ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
    ['* * * * 7', 'end of range (7) above maximum (6): 7'],
    ['30-10 * * * *', 'beginning of range (30) beyond end of range (10): 30-10'],
    ['*/0 * * * *', 'step of range should be a positive number: */0'],
    ['1-2-3 * * * *', 'too many hyphens: 1-2-3'],
    ['1/2/3 * * * *', 'too many slashes: 1/2/3'],
    ['x * * * *', 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
    ['@often', 'unrecognized descriptor: @often'],
    ['@every soon', 'failed to parse duration @every soon: time: invalid duration "soon"'],
    ['TZ=Mars/Base * * * * *', 'provided bad location Mars/Base: unknown time zone Mars/Base'],
    ['', 'empty spec string'],
  ])('%s', (line, message) => {
    expect(() => parseSchedule(line)).toThrow(new ScheduleError(message))
  })
})
