import { expect, it } from 'vitest'
import type { Reader } from '../../api/kind.ts'
import { pastOf } from './past.ts'

/** `blue` until 100, `green` until 200, then as given (undefined: deleted at 200). */
function colorAt(at: number, current: string | undefined, keptSince?: number): unknown {
  const map = (color: string) => ({ data: { color } })
  const read = { get: () => current && map(current) } as unknown as Reader
  const was = [
    { until: 100, object: map('blue') },
    { until: 200, object: map('green') },
  ]
  const past = pastOf(read, <T>(name: string) => (name === 'kubelet/was/configmaps/default/c' ? (was as T) : undefined))
  return past(at, keptSince).get<{ data: { color: string } }>('configmaps', 'default', 'c')?.data.color
}

it.each<[string, number, string | undefined, number | undefined, string | undefined]>([
  ['before the first change', 50, 'red', undefined, 'blue'],
  ['between two', 150, 'red', undefined, 'green'],
  ['now', 250, 'red', undefined, 'red'],
  ['after its deletion', 250, undefined, undefined, undefined],
  ['after its deletion, where it was read before', 250, undefined, 150, 'green'],
  ['after its deletion, for who came later', 250, undefined, 220, undefined],
])('reads a ConfigMap as it was: %s', (_, at, current, keptSince, color) =>
  expect(colorAt(at, current, keptSince)).toBe(color),
)
