import { expect, test } from 'vitest'
import { timeError } from './go-time.ts'

test.each([
  ['2025-01-31T00:00:00Z', undefined],
  ['2025-01-31T00:00:00.123+01:00', undefined],
  ['yesterday', 'parsing time "yesterday" as "2006-01-02T15:04:05Z07:00": cannot parse "yesterday" as "2006"'],
  ['2025-01-31', 'parsing time "2025-01-31" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "T"'],
  ['2025-02-31T00:00:00Z', 'parsing time "2025-02-31T00:00:00Z": day out of range'],
  ['2025-13-01T00:00:00Z', 'parsing time "2025-13-01T00:00:00Z": month out of range'],
  ['2025-12-01T24:00:00Z', 'parsing time "2025-12-01T24:00:00Z": hour out of range'],
  ['2025-12-01T00:00:00Zx', 'parsing time "2025-12-01T00:00:00Zx": extra text: "x"'],
])('%s', (text, error) => {
  expect(timeError(text)).toBe(error)
})
