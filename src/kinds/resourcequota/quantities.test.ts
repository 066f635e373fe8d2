import { expect, test } from 'vitest'
import { exceeding, pretty, type Quantities, sum } from './quantities.ts'

test.each<[Quantities, Quantities, 1 | -1, string]>([
  [{ pods: '3' }, { pods: '1' }, 1, 'pods=4'],
  [{ 'requests.cpu': '750m' }, { 'requests.cpu': '250m' }, 1, 'requests.cpu=1'],
  [{ 'requests.cpu': '1' }, { 'requests.cpu': '100m' }, -1, 'requests.cpu=900m'],
  [{ memory: '0' }, { memory: '128Mi' }, 1, 'memory=128Mi'],
  [{ memory: '1Gi' }, { memory: '512Mi' }, -1, 'memory=512Mi'],
  [{ memory: '1G' }, { memory: '1Gi' }, 1, 'memory=2073741824'],
  [{}, { pods: '1', cpu: '0.1' }, 1, 'cpu=100m,pods=1'],
])('%j and %j (%d)', (a, b, sign, text) => {
  expect(pretty(sum(a, b, sign))).toBe(text)
})

test('what is too much', () => {
  expect(exceeding({ pods: '4', cpu: '1000m', memory: '2Gi' }, { pods: '3', cpu: '1', memory: '1Gi' })).toEqual([
    'memory',
    'pods',
  ])
})
