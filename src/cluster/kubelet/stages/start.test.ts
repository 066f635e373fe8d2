import { describe, expect, it } from 'vitest'
import { playPod, reasons } from './play-pod.ts'

describe('a pod comes up', () => {
  it('pulls, creates, starts', () => {
    const { told, states } = playPod({}, 60_000)
    expect(reasons(told)).toEqual(['Pulling', 'Pulled', 'Created', 'Started'])
    expect(told[1]![1]).toMatch(
      /^Pulled: Successfully pulled image "nginx:1.27" in [\d.]+m?s \([\d.]+m?s including waiting\)\. Image size: \d+ bytes\.$/,
    )
    expect(states.map(([, text]) => text)).toEqual(['Pending ContainerCreating', 'Running running+'])
    expect(states[1]![0]).toBeGreaterThanOrEqual(700)
    expect(states[1]![0]).toBeLessThanOrEqual(2500)
    expect(states[1]![0] % 10).toBe(0)
  })

  it('does not pull what is there', () => {
    const { told, states } = playPod({ present: ['nginx:1.27'] }, 60_000)
    expect(told[0]).toEqual([
      0,
      'Pulled: Container image "nginx:1.27" already present on machine and can be accessed by the pod',
    ])
    expect(states[1]![0]).toBeLessThanOrEqual(500)
  })

  it('asks the registry anyway with Always', () => {
    const { told } = playPod(
      { present: ['nginx'], containers: [{ image: 'nginx', imagePullPolicy: 'Always' }] },
      60_000,
    )
    expect(reasons(told)).toEqual(['Pulling', 'Pulled', 'Created', 'Started'])
  })

  it('starts init containers one by one, then the others', () => {
    const { states } = playPod(
      {
        initContainers: [
          { image: 'busybox:1', command: ['sleep', '2'] },
          { image: 'busybox:1', command: ['true'] },
        ],
        containers: [{}, { image: 'redis:7' }],
        present: ['busybox:1', 'nginx:1.27', 'redis:7'],
      },
      60_000,
    )
    expect(states.map(([, text]) => text)).toEqual([
      'Pending PodInitializing PodInitializing PodInitializing PodInitializing',
      'Pending running PodInitializing PodInitializing PodInitializing',
      'Pending Completed PodInitializing PodInitializing PodInitializing',
      'Pending Completed running PodInitializing PodInitializing',
      'Pending Completed Completed PodInitializing PodInitializing',
      'Pending Completed Completed running+ PodInitializing',
      'Running Completed Completed running+ running+',
    ])
  })

  it('pulls for one container after the other', () => {
    const { told } = playPod({ containers: [{}, { image: 'busybox:1', command: ['sleep', '100'] }] }, 60_000)
    expect(reasons(told)).toEqual([
      'Pulling',
      'Pulled',
      'Created',
      'Started',
      'Pulling',
      'Pulled',
      'Created',
      'Started',
    ])
  })

  it('goes on when a sidecar has started', () => {
    const { states } = playPod({ initContainers: [{ restartPolicy: 'Always' }], present: ['nginx:1.27'] }, 60_000)
    expect(states.at(-1)![1]).toBe('Running running+ running+')
  })

  it('waits for its volumes', () => {
    const { told, states } = playPod({ unmountable: { until: 5000 }, present: ['nginx:1.27'] }, 60_000)
    expect(told.filter(([, text]) => text.startsWith('FailedMount')).map(([at]) => at)).toEqual([0, 500, 1500, 3500])
    expect(told[0]![1]).toBe('FailedMount: MountVolume.SetUp failed for volume "v" : configmap "x" not found')
    expect(states.at(-1)![1]).toBe('Running running+')
  })
})
