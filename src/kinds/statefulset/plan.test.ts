import { describe, expect, it } from 'vitest'
import type { Pod, StatefulSet } from '../../lib/objects.ts'
import { maxUnavailable, membersOf, plan } from './plan.ts'

const NOW = Date.parse('2026-01-01T01:00:00Z')
const REVISIONS = { current: 'old', update: 'new' }

/** A pod in a word: its number, `n` new or `o` old, then `r` ready, `u` not ready, `p` pending, `x` on its way out, `f` failed. */
function pod(word: string): Pod {
  const [, ordinal, revision, state] = /^(\d+)([no])([rupxf])$/.exec(word)!
  const ready = state === 'r' || state === 'x' ? 'True' : 'False'
  return {
    metadata: {
      name: `db-${ordinal}`,
      labels: { 'controller-revision-hash': revision === 'n' ? 'new' : 'old' },
      ...(state === 'x' && { deletionTimestamp: '2026-01-01T01:00:30Z' }),
    },
    spec: {},
    status: {
      phase: state === 'p' ? 'Pending' : state === 'f' ? 'Failed' : 'Running',
      conditions: [{ type: 'Ready', status: ready, lastTransitionTime: '2026-01-01T00:59:55Z' }],
    },
  } as unknown as Pod
}

const set = (replicas: number, more: object = {}, rollingUpdate: object = {}): StatefulSet =>
  ({
    metadata: { name: 'db' },
    spec: { replicas, updateStrategy: { type: 'RollingUpdate', rollingUpdate }, ...more },
    status: {},
  }) as unknown as StatefulSet

function step(owner: StatefulSet, words: string) {
  const pods = words === '' ? [] : words.split(' ').map(pod)
  const { create, remove } = plan(owner, membersOf(owner, pods), REVISIONS, NOW)
  const made = create.map(({ ordinal, revision }) => `+${ordinal}${revision[0]}`)
  return [...made, ...remove.map(({ metadata }) => metadata.name.replace('db', ''))].join(' ')
}

const PARALLEL = { podManagementPolicy: 'Parallel' }

describe('one after the other', () => {
  it.each([
    ['the first', set(3), '', '+0n'],
    ['waits until it is ready', set(3), '0nu', ''],
    ['the next', set(3), '0nr', '+1n'],
    ['a hole is filled before all else', set(3), '0nr 2nr', '+1n'],
    ['waits for one that is on its way out', set(3), '0nr 1nx 2nr', ''],
    ['a failed one is removed', set(3), '0nr 1nf 2nr', '-1'],
    ['waits for minReadySeconds', set(3, { minReadySeconds: 10 }), '0nr', ''],
    ['numbers may begin elsewhere', set(2, { ordinals: { start: 5 } }), '5nr', '+6n'],
    ['numbers below the start go last', set(1, { ordinals: { start: 2 } }), '0nr 1nr 2nr', '-1'],
    ['the highest is given up first', set(1), '0nr 1nr 2nr', '-2'],
    ['waits until it has gone', set(1), '0nr 1nr 2nx', ''],
    ['gives none up while one that stays is not ready', set(1), '0nu 1nr 2nr', ''],
    ['also while a lower one that goes too is not ready', set(1), '0nr 1nu 2nr', '-2'],
    ['unless it is the one that is not ready itself', set(1), '0nr 1nr 2nu', '-2'],
    ['a sick one above a sick one waits', set(1), '0nr 1nu 2nu', ''],
  ])('%s', (_, owner, pods, expected) => {
    expect(step(owner, pods)).toBe(expected)
  })
})

describe('all at once (Parallel)', () => {
  it.each([
    ['makes all', set(3, PARALLEL), '', '+0n +1n +2n'],
    ['in spite of one that is not ready', set(3, PARALLEL), '0nu', '+1n +2n'],
    ['gives all up', set(1, PARALLEL), '0nu 1nr 2nr', '-2 -1'],
    ['but rolls out one by one', set(3, PARALLEL), '0or 1or 2or', '-2'],
  ])('%s', (_, owner, pods, expected) => {
    expect(step(owner, pods)).toBe(expected)
  })
})

describe('a new template', () => {
  it.each([
    ['the highest first', set(3), '0or 1or 2or', '-2'],
    ['comes back with the new one', set(3), '0or 1or', '+2n'],
    ['waits until it is ready', set(3), '0or 1or 2nu', ''],
    ['goes on', set(3), '0or 1or 2nr', '-1'],
    ['down to the partition', set(3, {}, { partition: 2 }), '0or 1or 2nr', ''],
    ['below the partition with the old one', set(3, {}, { partition: 2 }), '1or 2nr', '+0o'],
    ['a partition past the end', set(3, {}, { partition: 5 }), '0or 1or 2or', ''],
    ['several at a time', set(4, {}, { maxUnavailable: 2 }), '0or 1or 2or 3or', '-3 -2'],
    ['as many as are missing less', set(4, PARALLEL, { maxUnavailable: 2 }), '0or 1or 2or 3nu', '-2'],
    ['a broken old one has to be deleted by hand', set(3), '0or 1or 2ou', ''],
    [
      'never with OnDelete',
      { ...set(2), spec: { ...set(2).spec, updateStrategy: { type: 'OnDelete' } } },
      '0or 1or',
      '',
    ],
    ['but then what is made is new', set(2, { updateStrategy: { type: 'OnDelete' } }), '0or', '+1n'],
  ])('%s', (_, owner, pods, expected) => {
    expect(step(owner as StatefulSet, pods)).toBe(expected)
  })

  it.each([
    [1, 3, 1],
    ['10%', 3, 1],
    ['50%', 3, 1],
    ['67%', 3, 2],
    ['100%', 3, 3],
  ])('maxUnavailable %s of %i is %i', (value, replicas, expected) => {
    expect(maxUnavailable(set(replicas, {}, { maxUnavailable: value }))).toBe(expected)
  })
})
