import { describe, expect, it } from 'vitest'
import { playPod, reasons } from './play-pod.ts'

describe('an image that cannot be had', () => {
  it('alternates between ErrImagePull and ImagePullBackOff', () => {
    const { told, states } = playPod({ containers: [{ image: 'nginx:1.161' }] }, 200_000)
    expect(reasons(told).slice(0, 6)).toEqual(['Pulling', 'Failed', 'Failed', 'BackOff', 'Failed', 'Pulling'])
    expect(told[1]![1]).toBe(
      'Failed: Failed to pull image "nginx:1.161": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:1.161": failed to resolve reference "docker.io/library/nginx:1.161": docker.io/library/nginx:1.161: not found',
    )
    expect(told[3]![1]).toBe('BackOff: Back-off pulling image "nginx:1.161"')
    expect(states.slice(0, 5).map(([, text]) => text)).toEqual([
      'Pending ContainerCreating',
      'Pending ErrImagePull',
      'Pending ImagePullBackOff',
      'Pending ErrImagePull',
      'Pending ImagePullBackOff',
    ])
    const attempts = told.filter(([, text]) => text.startsWith('Pulling')).map(([at]) => at)
    const gaps = attempts.slice(1).map((at, i) => Math.round((at - attempts[i]!) / 1000))
    expect(gaps[0]).toBeGreaterThanOrEqual(10)
    expect(gaps[1]).toBeGreaterThanOrEqual(20)
    expect(gaps[2]).toBeGreaterThanOrEqual(40)
  })

  it.each([
    ['nginx:does-not-exist', 'Never', 'ErrImageNeverPull'],
    ['BAD IMAGE', 'IfNotPresent', 'InvalidImageName'],
  ] as const)('%s with %s: %s', (image, imagePullPolicy, state) => {
    const { states } = playPod({ containers: [{ image, imagePullPolicy }] }, 5000)
    expect(states.at(-1)![1]).toBe(`Pending ${state}`)
  })
})
