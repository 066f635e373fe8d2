import { describe, expect, it } from 'vitest'
import { type Options, playPod } from './play-pod.ts'

describe('termination', () => {
  it.each<[string, Options, number, string]>([
    ['a well-behaved image stops at once', {}, 0, 'Completed'],
    ['sleep does not hear SIGTERM', { containers: [{ image: 'busybox:1', command: ['sleep', '3600'] }] }, 30, 'Error'],
    [
      'a shorter grace period',
      { containers: [{ image: 'busybox:1', command: ['sleep', '3600'] }], grace: 5 },
      5,
      'Error',
    ],
    [
      'preStop sleep',
      { containers: [{ lifecycle: { preStop: { sleep: { seconds: 12 } } as never } }] },
      12,
      'Completed',
    ],
    [
      'preStop command',
      { containers: [{ lifecycle: { preStop: { exec: { command: ['sleep', '7'] } } } }] },
      7,
      'Completed',
    ],
    ['its natural end comes first', { containers: [{ image: 'busybox:1', command: ['sleep', '25'] }] }, 5, 'Completed'],
  ])('%s', (_, options, after, state) => {
    const { over, told, part } = playPod(
      { present: ['nginx:1.27', 'busybox:1'], deletedAt: 20_000, ...options },
      100_000,
    )
    expect(Math.floor((over! - 20_000) / 1000)).toBe(after)
    expect(part('c0').status.state?.terminated?.reason).toBe(state)
    expect(told.map(([, text]) => text)).toContain('Killing: Stopping container c0')
  })

  it('a pod that has not started goes at once', () => {
    expect(playPod({ deletedAt: 100 }, 10_000).over).toBe(100)
  })

  it('sidecars stop after the others', () => {
    const { told } = playPod(
      { initContainers: [{ restartPolicy: 'Always' }], present: ['nginx:1.27'], deletedAt: 5000 },
      10_000,
    )
    expect(told.filter(([, text]) => text.startsWith('Killing')).map(([, text]) => text)).toEqual([
      'Killing: Stopping container c0',
      'Killing: Stopping container i0',
    ])
  })
})
