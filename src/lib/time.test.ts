import { expect, test } from 'vitest'
import { parseTime, rfc3339, rfc3339Micro } from './time.ts'

test.each([0, 1, 999, 1_000, 951_782_399_999, 1_795_203_840_050, 4_102_444_800_007, -1])(
  '%d as toISOString has it',
  at => {
    const iso = new Date(at).toISOString()
    expect(rfc3339(at)).toBe(`${iso.slice(0, 19)}Z`)
    expect(rfc3339Micro(at)).toBe(`${iso.slice(0, 23)}000Z`)
  },
)

test('times are read as Date.parse reads them', () => {
  const years = [1969, 1970, 1972, 1999, 2000, 2024, 2025, 2026, 2100, 2400, 9999]
  const clocks = ['00:00:00', '23:59:59', '07:08:09', '24:00:00', '12:60:00', '12:00:60']
  const two = (n: number) => String(n).padStart(2, '0')
  for (const year of years)
    for (let month = 0; month <= 13; month++)
      for (let day = 0; day <= 32; day++)
        for (const clock of clocks) {
          const text = `${year}-${two(month)}-${two(day)}T${clock}Z`
          const at = Date.parse(text)
          expect([text, parseTime(text)]).toEqual([text, Number.isNaN(at) ? undefined : at])
        }
})

test.each([
  '2026-01-01T00:00:0xZ',
  '2026-01-01 00:00:00Z',
  '2026-01-01T00:00:00z',
  '2026/01/01T00:00:00Z',
  '2026-01-01T00:00:00.5Z',
  '2026-01-01T00:00:00+07:00',
  'tomorrow',
  '',
])('%j as Date.parse has it', text => {
  const at = Date.parse(text)
  expect(parseTime(text)).toBe(Number.isNaN(at) ? undefined : at)
})
