import { expect, test } from 'vitest'
import type { CronJob } from '../../lib/objects.ts'
import { BarrenError, latestStart, nextLook } from './missed.ts'
import { parseSchedule } from './schedule.ts'

const at = (time: string) => Date.parse(`2026-01-01T${time}Z`)
const time = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString().slice(11, 23))

const cron = (last?: string, startingDeadlineSeconds?: number) =>
  ({
    metadata: { creationTimestamp: '2026-01-01T00:02:00Z' },
    spec: { startingDeadlineSeconds },
    status: last ? { lastScheduleTime: `2026-01-01T${last}Z` } : {},
  }) as unknown as CronJob

test.each([
  ['not yet', '*/5 * * * *', cron(), '00:04:59', undefined, '00:05:00.100'],
  ['now', '*/5 * * * *', cron(), '00:05:00', '00:05:00.000', '00:10:00.100'],
  ['done', '*/5 * * * *', cron('00:05:00'), '00:06:00', undefined, '00:10:00.100'],
  ['the latest of several', '*/5 * * * *', cron('00:05:00'), '00:31:00', '00:30:00.000', '00:35:00.100'],
  ['only within the deadline', '*/5 * * * *', cron('00:05:00', 30), '00:31:00', undefined, '00:35:00.100'],
  ['just within the deadline', '*/5 * * * *', cron('00:05:00', 61), '00:31:00', '00:30:00.000', '00:35:00.100'],
  ['not regular', '30 6-16/4 * * 1-5', cron(), '15:00:00', '14:30:00.000', '06:30:00.100'],
  ['every so often', '@every 7m', cron(), '00:24:00', '00:23:00.000', '00:30:00.100'],
])('%s', (_, line, subject, now, start, look) => {
  const schedule = parseSchedule(line)
  expect(time(latestStart(subject, at(now), schedule).at)).toBe(start)
  expect(time(nextLook(subject, at(now), schedule))).toBe(look)
})

test('many were missed', () => {
  const schedule = parseSchedule('* * * * *')
  expect(latestStart(cron(), at('01:42:30'), schedule).many).toBe(false)
  expect(latestStart(cron(), at('01:43:30'), schedule).many).toBe(true)
})

test('a line that names no day', () => {
  const schedule = parseSchedule('59 23 31 2 *')
  expect(() => latestStart(cron(), at('10:00:00'), schedule)).toThrow(BarrenError)
  expect(nextLook(cron(), at('10:00:00'), schedule)).toBeUndefined()
})
