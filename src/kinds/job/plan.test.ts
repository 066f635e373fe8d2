import { expect, test } from 'vitest'
import type { Job, Pod } from '../../lib/objects.ts'
import { counted, retryAt } from './back-off.ts'
import { COMPLETION_INDEX, INDEX_FAILURES, TRACKING } from './labels.ts'
import { plan } from './plan.ts'

const START = Date.parse('2026-01-01T00:00:00Z')
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString()

function job(spec: object = {}, status: object = {}): Job {
  const defaults = { parallelism: 2, backoffLimit: 6, suspend: false, template: { spec: { restartPolicy: 'Never' } } }
  return {
    metadata: { name: 'x', namespace: 'default', uid: 'x' },
    spec: { ...defaults, ...spec },
    status: { startTime: at(0), ...status },
  } as Job
}

/** `R` runs, `T` is on its way out, `S` succeeded, `F` failed (at second 1); `1F` is of index 1; `F'` failed once before. */
function pods(text: string): Pod[] {
  return text
    .split(' ')
    .filter(Boolean)
    .map((word, i) => {
      const [, index, letter, failures] = /^(\d*)(\w)('*)$/.exec(word)!
      const phase = { R: 'Running', T: 'Running', S: 'Succeeded', F: 'Failed' }[letter!]
      const annotations: Record<string, string> = {}
      if (index) annotations[COMPLETION_INDEX] = index
      if (failures) annotations[INDEX_FAILURES] = String(failures.length)
      const terminated = { exitCode: letter === 'F' ? 42 : 0, finishedAt: at(1) }
      return {
        metadata: {
          name: `p${i}`,
          namespace: 'default',
          uid: `p${i}`,
          creationTimestamp: at(0),
          finalizers: [TRACKING],
          annotations,
          ...(letter === 'T' && { deletionTimestamp: at(30), deletionGracePeriodSeconds: 30 }),
        },
        spec: { nodeName: 'n' },
        status: { phase, containerStatuses: phase === 'Running' ? [] : [{ name: 'main', state: { terminated } }] },
      } as unknown as Pod
    })
}

const INDEXED = { completionMode: 'Indexed', completions: 3 }
const PER_INDEX = { ...INDEXED, backoffLimitPerIndex: 1, backoffLimit: 2 ** 31 - 1 }
const POLICY = {
  podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } }] },
  podReplacementPolicy: 'Failed',
}
const IGNORE = {
  podFailurePolicy: { rules: [{ action: 'Ignore', onExitCodes: { operator: 'In', values: [42] } }] },
  podReplacementPolicy: 'Failed',
}
const RUNS = { deadline: { activeDeadlineSeconds: 60 } }

/** Spec, status, pods, second; what is made, how many go, the sums, how it ends and when to look again (second). */
test.each<[string, Job, string, number, object]>([
  ['begins', job({ completions: 4 }), '', 0, { create: 2 }],
  ['the rest', job({ completions: 4 }, { succeeded: 3 }), '', 9, { create: 1, succeeded: 3 }],
  ['is at work', job({ completions: 4 }), 'R R', 9, {}],
  ['goes on', job({ completions: 4 }), 'S R', 9, { create: 1, succeeded: 1 }],
  ['is done', job({ completions: 1 }), 'S', 9, { succeeded: 1, ending: 'CompletionsReached' }],
  ['too many', job({ completions: 4, parallelism: 1 }), 'R R R', 9, { remove: 2 }],
  ['one is enough', job(), 'S R', 9, { succeeded: 1 }],
  ['one was enough', job(), 'S', 9, { succeeded: 1, ending: 'CompletionsReached' }],
  ['failed: waits', job({ completions: 1 }), 'F', 5, { failed: 1, lookAt: 11 }],
  ['failed: again', job({ completions: 1 }), 'F', 11, { failed: 1, create: 1 }],
  ['too often', job({ completions: 1, backoffLimit: 0 }), 'F', 5, { failed: 1, ending: 'BackoffLimitExceeded' }],
  ['others go too', job({ backoffLimit: 0 }), 'F R', 5, { failed: 2, remove: 1, ending: 'BackoffLimitExceeded' }],
  ['in time', job({ completions: 1, ...RUNS.deadline }), 'R', 5, { lookAt: 60 }],
  [
    'too late',
    job({ completions: 1, ...RUNS.deadline }),
    'R',
    60,
    { remove: 1, failed: 1, ending: 'DeadlineExceeded' },
  ],
  ['suspended', job({ completions: 4, suspend: true }), 'R R', 9, { remove: 2 }],
  ['deleted ones are replaced', job({ completions: 1 }), 'T', 60, { failed: 1, create: 1 }],
  ['or not yet', job({ completions: 1, podReplacementPolicy: 'Failed' }), 'T', 60, {}],
  ['policy', job({ completions: 1, ...POLICY }), 'F', 60, { failed: 1, ending: 'PodFailurePolicy' }],
  ['ignored', job({ completions: 1, ...IGNORE, backoffLimit: 0 }), 'F', 60, { create: 1 }],
  ['indexes', job({ ...INDEXED }), '', 0, { create: [0, 1] }],
  ['next index', job({ ...INDEXED }), '0S 1R', 9, { create: [2], succeeded: 1 }],
  ['an index again', job({ ...INDEXED }), '0F 1R', 60, { create: [0], failed: 1 }],
  ['twice the same', job({ ...INDEXED }), '0R 0R', 9, { remove: 1 }],
  [
    'all indexes',
    job({ ...INDEXED }, { completedIndexes: '0,1', succeeded: 2 }),
    '2S',
    9,
    { succeeded: 3, ending: 'CompletionsReached' },
  ],
  ['per index: held', job(PER_INDEX), '0F 1R', 5, { create: [2], lookAt: 11 }],
  ['per index: again', job(PER_INDEX), '0F 1R', 11, { create: [0] }],
  ['per index: lost', job(PER_INDEX), "0F' 1R", 60, { create: [2], failed: 1 }],
  [
    'per index: all tried',
    job(PER_INDEX, { completedIndexes: '1,2', succeeded: 2 }),
    "0F'",
    60,
    { succeeded: 2, failed: 1, ending: 'FailedIndexes' },
  ],
  [
    'success policy',
    job({ ...INDEXED, successPolicy: { rules: [{ succeededIndexes: '0' }] } }),
    '0S 1R',
    9,
    { succeeded: 1, failed: 1, remove: 1, ending: 'SuccessPolicy' },
  ],
])('%s', (_, subject, text, second, expected) => {
  const done = plan(subject, pods(text), undefined, START + second * 1000)
  const indexes = done.create.map(wanted => wanted.index)
  expect({
    create: indexes.length > 0 && indexes[0] !== undefined ? indexes : indexes.length,
    remove: done.remove.length,
    succeeded: done.totals.succeeded,
    failed: done.totals.failed,
    ending: done.ending?.reason,
    lookAt: done.lookAt === undefined ? undefined : (done.lookAt - START) / 1000,
  }).toEqual({ create: 0, remove: 0, succeeded: 0, failed: 0, ending: undefined, lookAt: undefined, ...expected })
})

test.each([
  [[], [1], 1, 11],
  [[], [1, 5], 2, 25],
  [[], [1, 5, 9], 3, 49],
  [[7], [1, 5, 9], 1, 19],
  [[9], [1, 5], 0, 0],
])('successes at %j, failures at %j', (succeeded, failed, count, seconds) => {
  const ms = (list: number[]) => list.map(second => second * 1000)
  const failures = counted(undefined, ms(succeeded), ms(failed))
  expect([failures.count, retryAt(failures) / 1000]).toEqual([count, seconds])
})

test('a back-off never exceeds ten minutes', () => {
  expect(retryAt({ count: 40, last: 0 })).toBe(600_000)
})
