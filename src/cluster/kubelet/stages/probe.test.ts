import { describe, expect, it } from 'vitest'
import type { Container, Fault } from '../../../lib/objects.ts'
import { playPod, reasons } from './play-pod.ts'

describe('startup probes', () => {
  it('hold back readiness', () => {
    const startupProbe = { exec: { command: ['cat', '/tmp/up'] }, periodSeconds: 2, failureThreshold: 9 }
    const container = { command: ['sh', '-c', 'sleep 5; touch /tmp/up; sleep 1000'], startupProbe }
    const { part, states } = playPod({ containers: [container], present: ['nginx:1.27'] }, 30_000)
    expect(part('c0').status.started).toBe(true)
    expect(Math.round((states.at(-1)![0] - states.at(-2)![0]) / 1000)).toBe(6)
  })
})

describe('liveness probes', () => {
  const killed = (livenessProbe: Container['livenessProbe'], command: string, policy = 'Always') =>
    playPod(
      {
        containers: [{ livenessProbe, command: ['sh', '-c', command] }],
        restartPolicy: policy,
        present: ['nginx:1.27'],
      },
      600_000,
    ).told.map(([at, text]) => [Math.round(at / 1000), text] as const)
  const dies = 'touch /tmp/healthy; sleep 30; rm /tmp/healthy; sleep 600'
  const cat = { exec: { command: ['cat', '/tmp/healthy'] }, initialDelaySeconds: 5, periodSeconds: 5 }

  it('kill after the threshold, start again at once, and back off only later', () => {
    const told = killed(cat, dies)
    // sh ignores SIGTERM for 30 s.
    expect(told.filter(([, text]) => text.startsWith('Unhealthy')).slice(0, 3)).toEqual(
      [36, 41, 46].map(at => [at, 'Unhealthy: Liveness probe failed: cat: /tmp/healthy: No such file or directory\n']),
    )
    const kills = told.filter(([, text]) => text === 'Killing: Container c0 failed liveness probe, will be restarted')
    expect(kills.map(([at]) => at).slice(0, 3)).toEqual([46, 121, 197])
    const starts = told.filter(([, text]) => text.startsWith('Started')).map(([at]) => at)
    expect(starts.slice(0, 4)).toEqual([1, 76, 152, 227])
  })

  it('use their own grace period', () => {
    const told = killed({ ...cat, terminationGracePeriodSeconds: 1 } as never, dies)
    expect(told.filter(([, text]) => text.startsWith('Started')).map(([at]) => at)[1]).toBe(47)
  })

  it('end a pod that never restarts', () => {
    const told = killed(cat, dies, 'Never')
    expect(told.filter(([, text]) => text.startsWith('Started'))).toHaveLength(1)
  })

  it('cost nothing while all is well', () => {
    const livenessProbe = { httpGet: { path: '/', port: 80 }, periodSeconds: 1 }
    const { timers } = playPod(
      { containers: [{ livenessProbe, readinessProbe: livenessProbe }], present: ['nginx:1.27'] },
      1e9,
    )
    expect(timers).toEqual({})
  })
})

describe('faults', () => {
  const readinessProbe = { httpGet: { path: '/', port: 80 }, periodSeconds: 10 }
  const faulty = (spec: Fault['spec'], container: Partial<Container> = { readinessProbe }) =>
    playPod(
      {
        containers: [container],
        present: ['nginx:1.27'],
        faults: [
          [60_000, spec],
          [180_000, undefined],
        ],
      },
      400_000,
    )
  const readies = ({ states }: ReturnType<typeof faulty>) =>
    states.map(([at, text]) => [Math.floor(at / 1000), text.split(' ')[1]])

  it('take readiness away, and give it back', () => {
    expect(readies(faulty({ notReady: true }))).toEqual([
      [0, 'ContainerCreating'],
      [0, 'running+'],
      [80, 'running'],
      [180, 'running+'],
    ])
    expect(readies(faulty({ notReady: true }, {})).slice(2)).toEqual([
      [60, 'running'],
      [180, 'running+'],
    ])
  })

  it.each<[string, Fault['spec'], string]>([
    ['status', { http: { status: 500, share: 1 } }, 'HTTP probe failed with statuscode: 500'],
    [
      'slowness',
      { slow: 2000 },
      'Get "http://10.244.1.2:80/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    ],
  ])('show in probes: %s', (_, spec, text) => {
    expect(faulty(spec).told.map(([, each]) => each)).toContain(`Unhealthy: Readiness probe failed: ${text}`)
  })

  it.each<[string, Fault['spec'], string]>([
    ['crash', { crash: { after: 1000 } }, 'Error'],
    ['run out of memory', { oom: { after: 1000 } }, 'OOMKilled'],
  ])('%s', (_, spec, reason) => {
    expect(readies(faulty(spec)).map(([, text]) => text)).toContain(reason)
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
