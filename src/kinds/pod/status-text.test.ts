import { expect, test } from 'vitest'
import type { Pod } from '../../lib/objects.ts'
import { podStatusText } from './status-text.ts'

const RUNNING = { running: { startedAt: '2026-11-22T04:00:00Z' } }
const READY = { conditions: [{ type: 'Ready', status: 'True' }] }
const container = (name: string, state: object, more: object = {}) => ({
  name,
  state,
  ready: 'running' in state,
  restartCount: 0,
  ...more,
})
const waiting = (reason: string) => ({ waiting: { reason } })
const ended = (exitCode: number, reason?: string, signal?: number) => ({ terminated: { exitCode, reason, signal } })

const table: [shown: string, spec: object, status: object, metadata?: object][] = [
  ['0/1 Pending 0', {}, { phase: 'Pending' }],
  ['0/1 ContainerCreating 0', {}, { containerStatuses: [container('a', waiting('ContainerCreating'))] }],
  ['1/1 Running 0', {}, { containerStatuses: [container('a', RUNNING)] }],
  ['0/1 Running 0', {}, { containerStatuses: [container('a', RUNNING, { ready: false })] }],
  ['0/1 Completed 0', {}, { phase: 'Succeeded', containerStatuses: [container('a', ended(0, 'Completed'))] }],
  ['0/1 OOMKilled 0', {}, { containerStatuses: [container('a', ended(137, 'OOMKilled'))] }],
  ['0/1 ExitCode:3 0', {}, { containerStatuses: [container('a', ended(3))] }],
  ['0/1 Signal:9 0', {}, { containerStatuses: [container('a', ended(137, undefined, 9))] }],
  [
    '0/1 CrashLoopBackOff 4 @2026-11-22T04:10:00Z',
    {},
    {
      containerStatuses: [
        container('a', waiting('CrashLoopBackOff'), {
          restartCount: 4,
          lastState: { terminated: { exitCode: 1, finishedAt: '2026-11-22T04:10:00Z' } },
        }),
      ],
    },
  ],
  [
    // The first container has the last word.
    '0/2 ErrImagePull 0',
    { containers: [{ name: 'a' }, { name: 'b' }] },
    { containerStatuses: [container('a', waiting('ErrImagePull')), container('b', waiting('CrashLoopBackOff'))] },
  ],
  [
    '1/2 Running 0',
    { containers: [{ name: 'a' }, { name: 'b' }] },
    { ...READY, containerStatuses: [container('a', ended(0, 'Completed')), container('b', RUNNING)] },
  ],
  [
    '1/2 NotReady 0',
    { containers: [{ name: 'a' }, { name: 'b' }] },
    { containerStatuses: [container('a', ended(0, 'Completed')), container('b', RUNNING)] },
  ],
  [
    '0/2 Error 0',
    { containers: [{ name: 'a' }, { name: 'b' }] },
    { containerStatuses: [container('a', ended(0, 'Completed')), container('b', ended(1, 'Error'))] },
  ],
  [
    '0/1 Init:1/2 0',
    { initContainers: [{ name: 'x' }, { name: 'y' }] },
    { initContainerStatuses: [container('x', ended(0, 'Completed')), container('y', RUNNING)] },
  ],
  [
    '0/1 Init:CrashLoopBackOff 2',
    { initContainers: [{ name: 'x' }] },
    { initContainerStatuses: [container('x', waiting('CrashLoopBackOff'), { restartCount: 2 })] },
  ],
  [
    '0/1 Init:Error 0',
    { initContainers: [{ name: 'x' }] },
    { initContainerStatuses: [container('x', ended(1, 'Error'))] },
  ],
  [
    '0/1 PodInitializing 0',
    { initContainers: [{ name: 'x' }] },
    {
      initContainerStatuses: [container('x', ended(0, 'Completed'), { restartCount: 1 })],
      containerStatuses: [container('a', waiting('PodInitializing'))],
    },
  ],
  [
    '2/2 Running 3',
    { initContainers: [{ name: 'mesh', restartPolicy: 'Always' }] },
    {
      initContainerStatuses: [container('mesh', RUNNING, { started: true, restartCount: 3 })],
      containerStatuses: [container('a', RUNNING)],
    },
  ],
  ['0/1 Evicted 0', {}, { phase: 'Failed', reason: 'Evicted' }],
  [
    '0/1 SchedulingGated 0',
    {},
    { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] },
  ],
  [
    '1/1 Terminating 0',
    {},
    { containerStatuses: [container('a', RUNNING)] },
    { deletionTimestamp: '2026-11-22T04:10:00Z' },
  ],
  [
    '0/1 Completed 0',
    {},
    { phase: 'Succeeded', containerStatuses: [container('a', ended(0, 'Completed'))] },
    { deletionTimestamp: '2026-11-22T04:10:00Z' },
  ],
  ['0/1 Unknown 0', {}, { reason: 'NodeLost' }, { deletionTimestamp: '2026-11-22T04:10:00Z' }],
]

test.each(table)('%s', (shown, spec, status, metadata) => {
  const pod = {
    metadata: { name: 'pod', ...metadata },
    spec: { containers: [{ name: 'a' }], ...spec },
    status: { phase: 'Running', ...status },
  } as unknown as Pod
  const { ready, total, status: text, restarts, lastRestart } = podStatusText(pod)
  expect(`${ready}/${total} ${text} ${restarts}${lastRestart ? ` @${lastRestart}` : ''}`).toBe(shown)
})
