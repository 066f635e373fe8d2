import { describe, expect, it } from 'vitest'
import type { Container } from '../../../lib/objects.ts'
import { playPod, reasons } from './play-pod.ts'

describe('startup probes', () => {
  it('hold back readiness', () => {
    const startupProbe = { exec: { command: ['cat', '/tmp/up'] }, periodSeconds: 2 }
    const container = { command: ['sh', '-c', 'sleep 5; touch /tmp/up; sleep 1000'], startupProbe }
    const { part, states } = playPod({ containers: [container], present: ['nginx:1.27'] }, 30_000)
    expect(part('c0').status.started).toBe(true)
    expect(Math.round((states.at(-1)![0] - states.at(-2)![0]) / 1000)).toBe(6)
  })
})

describe('readiness probes', () => {
  it.each<[string, Container['readinessProbe'], Partial<Container>, number | undefined]>([
    ['at once without a delay', { httpGet: { path: '/', port: 80 }, periodSeconds: 10 }, {}, 0],
    [
      'at the first period after the delay',
      { tcpSocket: { port: 80 }, initialDelaySeconds: 5, periodSeconds: 10 },
      {},
      10,
    ],
    [
      'at the delay when it is a whole number of periods',
      { httpGet: { port: 'http' }, initialDelaySeconds: 10, periodSeconds: 5 },
      { ports: [{ name: 'http', containerPort: 80 }] },
      10,
    ],
    ['after successes in a row', { tcpSocket: { port: 80 }, periodSeconds: 2, successThreshold: 3 }, {}, 4],
    ['never on a wrong port', { tcpSocket: { port: 8080 }, periodSeconds: 10 }, {}, undefined],
    ['never on a missing page', { httpGet: { path: '/nope', port: 80 }, periodSeconds: 10 }, {}, undefined],
    ['by a command', { exec: { command: ['cat', '/etc/hostname'] }, periodSeconds: 10 }, {}, 0],
    [
      'when the file comes',
      { exec: { command: ['cat', '/tmp/ready'] }, periodSeconds: 5 },
      { command: ['sh', '-c', 'sleep 7; touch /tmp/ready; sleep 1000'] },
      10,
    ],
    [
      'grpc',
      { grpc: { port: 9000 }, periodSeconds: 10 } as never,
      { image: 'example/api:1', ports: [{ containerPort: 9000 }] },
      0,
    ],
  ])('%s', (_, readinessProbe, container, after) => {
    const image = container.image ?? 'nginx:1.27'
    const { states, told } = playPod({ containers: [{ readinessProbe, ...container }], present: [image] }, 60_000)
    const at = (suffix: string) => states.find(([, text]) => text.endsWith(suffix))?.[0]
    const ready = at('running+')
    if (after === undefined) expect(ready).toBeUndefined()
    else expect(Math.round((ready! - (at('running') ?? ready!)) / 1000)).toBe(after)
    if (after === undefined) expect(reasons(told)).toContain('Unhealthy')
  })

  it('tells what it found', () => {
    const probe = (readinessProbe: Container['readinessProbe']) =>
      playPod({ containers: [{ readinessProbe }], present: ['nginx:1.27'] }, 1000).told.at(-1)![1]
    expect(probe({ httpGet: { path: '/nope', port: 80 } })).toBe(
      'Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 404',
    )
    expect(probe({ httpGet: { path: '/', port: 81 } })).toBe(
      'Unhealthy: Readiness probe failed: Get "http://10.244.1.2:81/": dial tcp 10.244.1.2:81: connect: connection refused',
    )
    expect(probe({ tcpSocket: { port: 81 } })).toBe(
      'Unhealthy: Readiness probe failed: dial tcp 10.244.1.2:81: connect: connection refused',
    )
  })

  it('looks rarely once it has failed often', () => {
    const { told } = playPod(
      { containers: [{ readinessProbe: { tcpSocket: { port: 81 }, periodSeconds: 1 } }], present: ['nginx:1.27'] },
      3_600_000,
    )
    expect(reasons(told).filter(reason => reason === 'Unhealthy').length).toBeLessThan(45)
  })
})
