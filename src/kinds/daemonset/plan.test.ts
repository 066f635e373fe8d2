import { describe, expect, it } from 'vitest'
import type { DaemonSet, Pod } from '../../lib/objects.ts'
import { limits, manage, rolling, type Spot } from './plan.ts'

const NOW = Date.parse('2026-01-01T01:00:00Z')
const VIEW = { hash: 'new', now: NOW }

/**
 * A node's pods in a word each: `n` new, `o` old; `r` ready, `u` not ready, `x` on its way out, `f` failed.
 * A node that begins with `-` ought to have none, with `~` may keep one.
 */
function spots(...words: string[]): Spot[] {
  return words.map((word, i) => {
    const pods = word.match(/[no][ruxf]/g) ?? []
    return {
      node: `n${i}`,
      run: !/^[-~]/.test(word),
      keep: !word.startsWith('-'),
      pods: pods.map((sort, j) => pod(`n${i}${sort}${j}`, sort)),
    }
  })
}

function pod(name: string, sort: string): Pod {
  const ready = sort[1] === 'r' ? 'True' : 'False'
  return {
    metadata: {
      name,
      labels: { 'controller-revision-hash': sort[0] === 'n' ? 'new' : 'old' },
      ...(sort[1] === 'x' && { deletionTimestamp: '2026-01-01T01:00:30Z' }),
    },
    spec: {},
    status: {
      phase: sort[1] === 'f' ? 'Failed' : 'Running',
      conditions: [{ type: 'Ready', status: ready, lastTransitionTime: '2026-01-01T00:00:00Z' }],
    },
  } as unknown as Pod
}

const daemon = (maxUnavailable: number | string, maxSurge: number | string = 0): DaemonSet =>
  ({ spec: { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable, maxSurge } } } }) as DaemonSet

const short = (plan: ReturnType<typeof manage>) => ({
  create: plan.create.join(' '),
  remove: plan.remove.map(({ metadata }) => metadata.name).join(' '),
  ended: plan.ended.map(({ pod }) => pod.metadata.name).join(' '),
})

describe('one pod on every node that ought to have one', () => {
  it.each([
    ['none yet', ['', ''], 'n0 n1', '', ''],
    ['on its way out: waits for it', ['ox', 'nr'], '', '', ''],
    ['node that ought to have none', ['-nr', '-', 'nr'], '', 'n0nr0', ''],
    ['tainted after the pod came', ['~nr', '~'], '', '', ''],
    ['two: the oldest stays', ['nrnr'], '', 'n0nr1', ''],
    ['ended', ['nf', 'nr'], '', '', 'n0nf0'],
  ])('%s', (_, words, create, remove, ended) => {
    expect(short(manage(daemon(1), spots(...words), VIEW))).toEqual({ create, remove, ended })
  })

  it.each([
    ['new not available yet', ['ornu'], ''],
    ['new available', ['ornr'], 'n0or0'],
    ['old broken', ['ounu'], 'n0ou0'],
    ['two new', ['nrnu'], 'n0nu1'],
  ])('with a surge: %s', (_, words, remove) => {
    expect(short(manage(daemon(0, 1), spots(...words), VIEW)).remove).toBe(remove)
  })
})

describe('maxUnavailable and maxSurge', () => {
  it.each([
    [1, 0, 10, 0, 1],
    ['10%', 0, 10, 0, 1],
    ['11%', 0, 10, 0, 2],
    ['34%', 0, 3, 0, 2],
    [0, '34%', 3, 2, 0],
    [0, 0, 3, 0, 1],
    ['50%', 0, 0, 0, 1],
  ])('%s and %s of %i: surge %i, unavailable %i', (maxUnavailable, maxSurge, desired, surge, unavailable) => {
    expect(limits(daemon(maxUnavailable, maxSurge), desired)).toEqual({ surge, unavailable })
  })
})

describe('a step of a rolling update', () => {
  it.each([
    ['one after the other', 1, 0, ['or', 'or', 'or'], '', 'n0or0'],
    ['waits for the new one', 1, 0, ['nu', 'or', 'or'], '', ''],
    ['waits for the old one to go', 1, 0, ['ox', 'or', 'or'], '', ''],
    ['goes on', 1, 0, ['nr', 'or', 'or'], '', 'n1or0'],
    ['two at a time', 2, 0, ['or', 'or', 'or'], '', 'n0or0 n1or0'],
    ['broken old ones go at once and do not count', 1, 0, ['ou', 'ou', 'or'], '', 'n0ou0 n1ou0 n2or0'],
    ['half of three is two', '50%', 0, ['or', 'or', 'or'], '', 'n0or0 n1or0'],
    ['all', '100%', 0, ['or', 'or', 'or'], '', 'n0or0 n1or0 n2or0'],
    ['done', 1, 0, ['nr', 'nr'], '', ''],
    ['a node that ought to have none does not count', 1, 0, ['-', 'or'], '', 'n1or0'],
    ['surge', 0, 1, ['or', 'or', 'or'], 'n0', ''],
    ['surge waits', 0, 1, ['ornu', 'or', 'or'], '', ''],
    ['surge: the old one goes', 0, 1, ['ornr', 'or', 'or'], 'n1', 'n0or0'],
    ['surge: broken old ones get company at once', 0, 1, ['ou', 'ou', 'or'], 'n0 n1 n2', ''],
    ['surge of two', 0, 2, ['or', 'or', 'or'], 'n0 n1', ''],
  ] as [string, number | string, number, string[], string, string][])(
    '%s',
    (_, maxUnavailable, maxSurge, words, create, remove) => {
      const plan = short(rolling(daemon(maxUnavailable, maxSurge), spots(...words), VIEW))
      expect(plan).toEqual({ create, remove, ended: '' })
    },
  )
})
