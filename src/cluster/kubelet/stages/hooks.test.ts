import { describe, expect, it } from 'vitest'
import type { Container } from '../../../lib/objects.ts'
import { playPod } from './play-pod.ts'

const play = (container: object, options: object = {}) =>
  playPod({ containers: [container as Partial<Container>], present: ['nginx:1.27'], ...options }, 120_000)
const rounded = (list: [number, string][]) => list.map(([at, text]) => [Math.round(at / 1000), text])

describe('postStart', () => {
  it('holds the container back until it is through', () => {
    const { states } = play({ lifecycle: { postStart: { exec: { command: ['sleep', '7'] } } } })
    expect(rounded(states)).toEqual([
      [0, 'Pending ContainerCreating'],
      [8, 'Running running+'],
    ])
  })

  it('holds back the next container too', () => {
    const lifecycle = { postStart: { sleep: { seconds: 5 } } }
    const { told } = playPod({ containers: [{ lifecycle } as never, {}], present: ['nginx:1.27'] }, 60_000)
    const starts = told.filter(([, text]) => text === 'Started: Container started').map(([at]) => Math.round(at / 1000))
    expect(starts).toEqual([1, 6])
  })

  it('ends the container when it fails, again and again', () => {
    const { told, states } = play({ lifecycle: { postStart: { exec: { command: ['false'] } } } })
    expect(told.map(([, text]) => text).slice(3, 5)).toEqual([
      'FailedPostStartHook: PostStartHook failed',
      'Killing: FailedPostStartHook',
    ])
    const texts = states.map(([, text]) => text)
    expect(texts).toContain('Running PostStartHookError')
    expect(texts).toContain('Running CrashLoopBackOff')
  })

  it('can ask the container itself', () => {
    const ok = play({ lifecycle: { postStart: { httpGet: { port: 80, path: '/' } } } })
    expect(ok.states.at(-1)![1]).toBe('Running running+')
    const bad = play({ lifecycle: { postStart: { httpGet: { port: 80, path: '/nope' } } } })
    expect(bad.told.map(([, text]) => text)).toContain('FailedPostStartHook: PostStartHook failed')
  })
})

describe('preStop', () => {
  it.each<[string, object, number, string[]]>([
    ['sleep', { sleep: { seconds: 5 } }, 5, []],
    ['a request', { httpGet: { port: 80, path: '/' } }, 0, []],
    ['a refused request', { httpGet: { port: 80, path: '/x' } }, 0, ['FailedPreStopHook: PreStopHook failed']],
    ['a missing program', { exec: { command: ['nosuch'] } }, 0, ['FailedPreStopHook: PreStopHook failed']],
    ['longer than the grace period', { exec: { command: ['sleep', '60'] } }, 30, []],
  ])('%s', (_, preStop, seconds, events) => {
    const { over, told } = play({ lifecycle: { preStop } }, { deletedAt: 10_000 })
    expect(Math.round((over! - 10_000) / 1000)).toBe(seconds)
    expect(told.map(([, text]) => text).filter(text => text.includes('PreStop'))).toEqual(events)
  })
})

describe('activeDeadlineSeconds', () => {
  it('ends the pod', () => {
    const { states, told } = play({}, { activeDeadlineSeconds: 20 })
    expect(rounded(states).at(-1)).toEqual([20, 'Failed Completed'])
    expect(told.map(([, text]) => text)).toContain(
      'DeadlineExceeded: Pod was active on the node longer than the specified deadline',
    )
  })

  it('ends one that never came up', () => {
    const { states } = play({ image: 'nginx:1.161' }, { activeDeadlineSeconds: 20 })
    expect(rounded(states).at(-1)).toEqual([20, 'Failed ErrImagePull'])
  })
})

describe('restartPolicyRules', () => {
  it.each<[string, object[], string]>([
    [
      'ask for a restart',
      [{ action: 'Restart', exitCodes: { operator: 'In', values: [3] } }],
      'Running CrashLoopBackOff',
    ],
    ['are about other codes', [{ action: 'Restart', exitCodes: { operator: 'NotIn', values: [3] } }], 'Failed Error'],
  ])('%s', (_, restartPolicyRules, last) => {
    const container = { command: ['sh', '-c', 'exit 3'], restartPolicy: 'Never', restartPolicyRules }
    expect(play(container).states.at(-1)![1]).toBe(last)
  })
})
