import { expect, test } from 'vitest'
import type { HorizontalPodAutoscaler } from '../../lib/objects.ts'
import { limit, type Past } from './rules.ts'

const NOW = 1_000_000
/** `300:5` a recommendation of 5, 300 s ago. */
const moments = (text: string) =>
  text
    .split(' ')
    .filter(Boolean)
    .map(word => word.split(':').map(Number) as [number, number])
    .map(([ago, replicas]) => ({ at: NOW - ago * 1000, replicas }))

const past = (recommendations = '', ups = '', downs = ''): Past => ({
  recommendations: moments(recommendations),
  ups: moments(ups),
  downs: moments(downs),
})

const spec = (rest: object = {}) =>
  ({
    minReplicas: 2,
    maxReplicas: 20,
    scaleTargetRef: { kind: 'Deployment', name: 'x' },
    ...rest,
  }) as HorizontalPodAutoscaler['spec']

const up = (rules: object) => spec({ behavior: { scaleUp: { selectPolicy: 'Max', policies: [], ...rules } } })
const down = (rules: object) => spec({ behavior: { scaleDown: { selectPolicy: 'Max', policies: [], ...rules } } })
const PODS = { type: 'Pods', value: 2, periodSeconds: 60 }
const PERCENT = { type: 'Percent', value: 50, periodSeconds: 60 }

test.each<[string, HorizontalPodAutoscaler['spec'], number, number, Past, number, string, string]>([
  ['as it is', spec(), 4, 4, past(), 4, 'ReadyForNewScale', 'DesiredWithinRange'],
  ['up', spec(), 4, 6, past(), 6, 'ReadyForNewScale', 'DesiredWithinRange'],
  ['up by no more than twice', spec(), 4, 12, past(), 8, 'ReadyForNewScale', 'ScaleUpLimit'],
  ['up to four at once', spec({ minReplicas: 1 }), 1, 9, past(), 4, 'ReadyForNewScale', 'ScaleUpLimit'],
  ['up to the most', spec(), 15, 25, past(), 20, 'ReadyForNewScale', 'TooManyReplicas'],
  ['down', spec(), 6, 3, past(), 3, 'ReadyForNewScale', 'DesiredWithinRange'],
  ['down to the least', spec(), 6, 1, past(), 2, 'ReadyForNewScale', 'TooFewReplicas'],
  ['not down yet', spec(), 6, 3, past('299:6'), 6, 'ScaleDownStabilized', 'DesiredWithinRange'],
  [
    'down to what was enough of late',
    spec(),
    6,
    3,
    past('200:5 100:4'),
    5,
    'ScaleDownStabilized',
    'DesiredWithinRange',
  ],
  ['long enough', spec(), 6, 3, past('300:6'), 3, 'ReadyForNewScale', 'DesiredWithinRange'],
  [
    'not up yet',
    up({ stabilizationWindowSeconds: 60, policies: [PODS] }),
    4,
    6,
    past('30:4'),
    4,
    'ScaleUpStabilized',
    'DesiredWithinRange',
  ],
  ['two at a time', up({ policies: [PODS] }), 4, 9, past(), 6, 'ReadyForNewScale', 'ScaleUpLimit'],
  ['two in a minute', up({ policies: [PODS] }), 6, 9, past('', '30:2'), 6, 'ReadyForNewScale', 'ScaleUpLimit'],
  ['a minute later', up({ policies: [PODS] }), 6, 9, past('', '60:2'), 8, 'ReadyForNewScale', 'ScaleUpLimit'],
  ['the more of two rules', up({ policies: [PODS, PERCENT] }), 10, 20, past(), 15, 'ReadyForNewScale', 'ScaleUpLimit'],
  [
    'the less of two rules',
    up({ policies: [PODS, PERCENT], selectPolicy: 'Min' }),
    10,
    20,
    past(),
    12,
    'ReadyForNewScale',
    'ScaleUpLimit',
  ],
  ['never up', up({ policies: [PODS], selectPolicy: 'Disabled' }), 4, 9, past(), 4, 'ReadyForNewScale', 'ScaleUpLimit'],
  [
    'half at a time',
    down({ policies: [PERCENT], stabilizationWindowSeconds: 0 }),
    10,
    2,
    past(),
    5,
    'ReadyForNewScale',
    'ScaleDownLimit',
  ],
  [
    'never down',
    down({ policies: [PODS], selectPolicy: 'Disabled' }),
    10,
    2,
    past(),
    10,
    'ReadyForNewScale',
    'ScaleDownLimit',
  ],
])('%s', (_, rules, current, wanted, before, replicas, able, limited) => {
  const decided = limit(rules, current, wanted, before, NOW)
  expect([decided.replicas, decided.able.reason, decided.limited.reason]).toEqual([replicas, able, limited])
})
