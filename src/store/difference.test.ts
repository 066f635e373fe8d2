import { expect, test } from 'vitest'
import { asDifference, readState } from './difference.ts'

const spec = { nodeName: 'a', containers: [{ name: 'web' }] }
const labels = { app: 'web' }
const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', labels }, spec, status: { phase: 'Running' } }

test.each<[string, any, number]>([
  ['nothing', { ...pod }, 30],
  ['a field of metadata', { ...pod, metadata: { ...pod.metadata, resourceVersion: '7' } }, 80],
  ['a field less', { ...pod, metadata: { name: 'web' } }, 60],
  ['a part less', { apiVersion: 'v1', kind: 'Pod', metadata: pod.metadata, spec }, 60],
  ['another part', { ...pod, data: { a: 'b' } }, 60],
  ['a part that is something else', { ...pod, status: null }, 60],
  ['a map in the place of something else', { ...pod, kind: { a: 1 } }, 60],
  ['an undefined field', { ...pod, metadata: { name: undefined, labels }, spec: undefined }, 80],
  ['null and false', { ...pod, status: { phase: null, ready: false } }, 90],
  ['names that JavaScript knows', JSON.parse('{"metadata":{"name":"web"},"__proto__":{"a":1},"constructor":{}}'), 200],
])('%s', (_, earlier, longest) => {
  const text = asDifference(earlier, pod as any, 12)
  expect(text.length).toBeLessThan(longest)
  const asked: number[] = []
  const state = readState(text, revision => {
    asked.push(revision)
    return JSON.parse(JSON.stringify(pod))
  })
  expect(JSON.stringify(sorted(state))).toBe(JSON.stringify(sorted(JSON.parse(JSON.stringify(earlier)))))
  expect(asked).toEqual([12])
})

test('a whole state', () => {
  expect(readState(JSON.stringify(pod), () => expect.fail())).toEqual(pod)
})

/** Keys in order; the order of fields is nobody's business. */
function sorted(value: any): any {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sorted)
  return Object.keys(value)
    .sort()
    .map(key => [key, sorted(value[key])])
}
