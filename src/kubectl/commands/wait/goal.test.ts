import { describe, expect, it } from 'vitest'
import { parseGoal } from './goal.ts'

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'x', generation: 2 },
  spec: { containers: [{ name: 'a' }, { name: 'b' }] },
  status: {
    phase: 'Running',
    podIP: '10.0.0.1',
    conditions: [
      { type: 'Ready', status: 'True' },
      { type: 'Stale', status: 'True', observedGeneration: 1 },
    ],
  },
}

describe('parseGoal', () => {
  it.each<[string, boolean]>([
    ['condition=Ready', true],
    ['condition=ready=TRUE', true],
    ['condition=Ready=false', false],
    ['condition=Missing', false],
    ['condition=Stale', false],
    ['jsonpath={.status.phase}=Running', true],
    ['jsonpath={.status.phase}=Pending', false],
    ['jsonpath=.status.phase=Running', true],
    ['jsonpath={.status.podIP}', true],
    ['jsonpath={.status.hostIP}', false],
    ['jsonpath={.status.conditions[?(@.type=="Ready")].status}=True', true],
    ['create', true],
    ['delete', false],
  ])('%s', (text, met) => {
    expect(parseGoal(text).isMet(pod)).toBe(met)
  })

  it.each([
    ['', 'unrecognized condition: ""'],
    ['sunset', 'unrecognized condition: "sunset"'],
    [
      'jsonpath={.status.phase',
      "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
    ],
  ])('refuses %s', (text, message) => {
    expect(() => parseGoal(text)).toThrow(message)
  })
})
