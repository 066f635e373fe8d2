import { expect, test } from 'vitest'
import { rfc3339, rfc3339Micro } from './time.ts'

test.each([0, 1, 999, 1_000, 951_782_399_999, 1_795_203_840_050, 4_102_444_800_007, -1])(
  '%d as toISOString has it',
  at => {
    const iso = new Date(at).toISOString()
    expect(rfc3339(at)).toBe(`${iso.slice(0, 19)}Z`)
    expect(rfc3339Micro(at)).toBe(`${iso.slice(0, 23)}000Z`)
  },
)
