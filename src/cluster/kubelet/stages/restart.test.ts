import { describe, expect, it } from 'vitest'
import type { Ms } from '../../../lib/time.ts'
import { playPod } from './play-pod.ts'

const seconds = (states: [Ms, string][]) => states.map(([at, text]) => `${Math.round(at / 1000)}s ${text}`)

describe('a container that ends', () => {
  it('restarts at once, then backs off longer and longer', () => {
    const { states, told } = playPod(
      { containers: [{ image: 'busybox:1', command: ['sh', '-c', 'exit 1'] }], present: ['busybox:1'] },
      100_000,
    )
    expect(states.map(([, text]) => text).slice(0, 9)).toEqual([
      'Pending ContainerCreating',
      'Running running+',
      'Running Error',
      'Running running+',
      'Running Error',
      'Running CrashLoopBackOff',
      'Running running+',
      'Running Error',
      'Running CrashLoopBackOff',
    ])
    const starts = told.filter(([, text]) => text.startsWith('Started')).map(([at]) => Math.round(at / 1000))
    expect(starts[1]! - starts[0]!).toBeLessThanOrEqual(2)
    expect(starts[2]! - starts[1]!).toBeGreaterThanOrEqual(10)
    expect(starts[3]! - starts[2]!).toBeGreaterThanOrEqual(20)
    expect(told.find(([, text]) => text.startsWith('BackOff'))![1]).toBe(
      'BackOff: Back-off restarting failed container c0 in pod web_default(u1)',
    )
  })

  it.each([
    ['Never', 'exit 0', 'Succeeded Completed'],
    ['Never', 'exit 3', 'Failed Error'],
    ['OnFailure', 'exit 0', 'Succeeded Completed'],
    ['OnFailure', 'exit 3', 'Running CrashLoopBackOff'],
    ['Always', 'exit 0', 'Running CrashLoopBackOff'],
  ])('restartPolicy %s, %s: %s', (restartPolicy, command, state) => {
    const { states } = playPod(
      { restartPolicy, containers: [{ image: 'busybox:1', command: ['sh', '-c', command] }], present: ['busybox:1'] },
      8000,
    )
    expect(states.at(-1)![1]).toBe(state)
  })

  it('an init container fails the pod when nothing is restarted', () => {
    const { states } = playPod(
      {
        restartPolicy: 'Never',
        initContainers: [{ image: 'busybox:1', command: ['false'] }],
        present: ['busybox:1', 'nginx:1.27'],
      },
      8000,
    )
    expect(states.at(-1)![1]).toBe('Failed Error PodInitializing')
  })

  it('whose program is missing never runs', () => {
    const { states, told } = playPod({ containers: [{ command: ['nosuch'] }], present: ['nginx:1.27'] }, 30_000)
    expect(states.map(([, text]) => text).slice(0, 3)).toEqual([
      'Pending ContainerCreating',
      'Running RunContainerError',
      'Running CrashLoopBackOff',
    ])
    expect(told.map(([, text]) => text)).toContain(
      'Failed: Error: failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "nosuch": executable file not found in $PATH',
    )
  })

  it('is followed as far as the network answers', () => {
    const command = ['sh', '-c', 'until nslookup db; do sleep 2; done']
    const live = (at: Ms) => (at < 9000 ? { failure: 'resolve' as const, ms: 2 } : { ms: 2, addresses: ['10.96.0.5'] })
    const { states } = playPod(
      { initContainers: [{ image: 'busybox:1.28', command }], present: ['busybox:1.28', 'nginx:1.27'], live },
      60_000,
    )
    expect(seconds(states).at(-2)).toMatch(/^(9|10|11)s Pending Completed PodInitializing$/)
    expect(states.at(-1)![1]).toBe('Running Completed running+')
  })
})
