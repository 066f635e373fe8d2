import { describe, expect, it } from 'vitest'
import type { Container, Node, Pod } from '../../../lib/objects.ts'
import { prng } from '../../../lib/prng.ts'
import type { Ms } from '../../../lib/time.ts'
import type { Network } from '../../images/image.ts'
import { newStatus } from '../container-status.ts'
import { journaled } from '../journal.ts'
import type { Life, Memory, Part } from '../life.ts'
import { play } from '../stage.ts'
import { statusOf, withAddress } from '../status.ts'
import { CONTAINER_TRACKS, POD_TRACKS } from './index.ts'

const START = Date.parse('2026-11-22T05:37:14Z')
const NODE = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'worker' },
  spec: {},
  status: { addresses: [{ type: 'InternalIP', address: '172.18.0.3' }] },
} as Node

interface Options {
  containers?: Partial<Container>[]
  initContainers?: (Partial<Container> & { restartPolicy?: string })[]
  restartPolicy?: string
  /** Images that the node has. */
  present?: string[]
  /** When the pod is deleted, ms after the start, and its grace period in seconds. */
  deletedAt?: Ms
  grace?: number
  unmountable?: { until: Ms }
  live?: (at: Ms) => ReturnType<Network>
}

/** Plays a pod on a node of its own, from its arrival, and tells what happened when (in ms since the arrival). */
function play_(
  options: Options,
  until: Ms,
): { told: [Ms, string][]; states: [Ms, string][]; over?: Ms; part(name: string): Part } {
  const told: [Ms, string][] = []
  const states: [Ms, string][] = []
  const images = new Map((options.present ?? []).map(image => [image, 0]))
  const named = (list: Partial<Container>[] | undefined) =>
    list?.map((each, i) => ({ name: `c${i}`, image: 'nginx:1.27', ...each }) as Container)
  const containers = named(options.containers ?? [{}])!
  const initContainers = named(options.initContainers)?.map((each, i) => ({ ...each, name: `i${i}` }))
  const metadata = { name: 'web', namespace: 'default', uid: 'u1', generation: 1 }
  let pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata,
    spec: { nodeName: 'worker', restartPolicy: options.restartPolicy ?? 'Always', containers, initContainers },
    status: { phase: 'Pending' },
  } as Pod
  const reason = initContainers ? 'PodInitializing' : 'ContainerCreating'
  const parts: Part[] = [
    ...(initContainers ?? []).map(container => ({
      container,
      role: (container as { restartPolicy?: string }).restartPolicy ? ('sidecar' as const) : ('init' as const),
      status: newStatus(container, reason),
      facts: {},
    })),
    ...containers.map(container => ({
      container,
      role: 'main' as const,
      status: newStatus(container, reason),
      facts: {},
    })),
  ]
  const memory: Memory = { uid: 'u1', timers: {}, parts: {} }
  let over: Ms | undefined
  let shown = ''
  for (let now = START; now <= START + until; ) {
    const deleted = options.deletedAt !== undefined && now >= START + options.deletedAt
    if (deleted)
      pod = {
        ...pod,
        metadata: { ...metadata, deletionTimestamp: 'x', deletionGracePeriodSeconds: options.grace ?? 30 },
      }
    const life: Life = {
      get pod() {
        return pod
      },
      node: NODE,
      now,
      parts,
      memory,
      terminating: deleted,
      unmountable:
        options.unmountable && now < START + options.unmountable.until
          ? [{ volume: 'v', error: 'configmap "x" not found' }]
          : [],
      read: { get: () => undefined, list: () => [], find: () => [], tally: () => 0, tallies: () => [] },
      rng: (...words) => prng(...words),
      event: (_, why, message) => told.push([now - START, `${why}: ${message}`]),
      images: { readyAt: image => images.get(image), add: (image, at) => images.set(image, at) },
      networkOf: part => journaled(part.facts, now, options.live && (() => options.live!(now - START)!)),
      allocate: () => {
        if (!pod.status.podIP) pod = withAddress(pod, NODE, '10.244.1.2')
        return true
      },
      kept: new Map(),
      keep: () => undefined,
      standIn: false,
    }
    const due = play(life, CONTAINER_TRACKS, POD_TRACKS)
    pod = { ...pod, status: statusOf(life) }
    const ready = parts.map(
      ({ status: { state = {}, ready } }) =>
        `${state.waiting?.reason ?? state.terminated?.reason ?? 'running'}${ready ? '+' : ''}`,
    )
    const text = `${pod.status.phase} ${ready.join(' ')}`
    if (text !== shown) states.push([now - START, text])
    shown = text
    if (life.over) {
      over = now - START
      break
    }
    const deletion = options.deletedAt !== undefined && !deleted ? START + options.deletedAt : Number.POSITIVE_INFINITY
    now = Math.min(due, deletion)
  }
  return { told, states, over, part: name => parts.find(part => part.container.name === name)! }
}

const reasons = (told: [Ms, string][]) => told.map(([, text]) => text.split(':')[0])
const seconds = (states: [Ms, string][]) => states.map(([at, text]) => `${Math.round(at / 1000)}s ${text}`)

describe('a pod comes up', () => {
  it('pulls, creates, starts', () => {
    const { told, states } = play_({}, 60_000)
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
    const { told, states } = play_({ present: ['nginx:1.27'] }, 60_000)
    expect(told[0]).toEqual([
      0,
      'Pulled: Container image "nginx:1.27" already present on machine and can be accessed by the pod',
    ])
    expect(states[1]![0]).toBeLessThanOrEqual(500)
  })

  it('asks the registry anyway with Always', () => {
    const { told } = play_({ present: ['nginx'], containers: [{ image: 'nginx', imagePullPolicy: 'Always' }] }, 60_000)
    expect(reasons(told)).toEqual(['Pulling', 'Pulled', 'Created', 'Started'])
  })

  it('starts init containers one by one, then the others', () => {
    const { states } = play_(
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

  it('goes on when a sidecar has started', () => {
    const { states } = play_({ initContainers: [{ restartPolicy: 'Always' }], present: ['nginx:1.27'] }, 60_000)
    expect(states.at(-1)![1]).toBe('Running running+ running+')
  })

  it('waits for its volumes', () => {
    const { told, states } = play_({ unmountable: { until: 5000 }, present: ['nginx:1.27'] }, 60_000)
    expect(told.filter(([, text]) => text.startsWith('FailedMount')).map(([at]) => at)).toEqual([0, 500, 1500, 3500])
    expect(told[0]![1]).toBe('FailedMount: MountVolume.SetUp failed for volume "v" : configmap "x" not found')
    expect(states.at(-1)![1]).toBe('Running running+')
  })
})

describe('an image that cannot be had', () => {
  it('alternates between ErrImagePull and ImagePullBackOff', () => {
    const { told, states } = play_({ containers: [{ image: 'nginx:1.161' }] }, 200_000)
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
    const { states } = play_({ containers: [{ image, imagePullPolicy }] }, 5000)
    expect(states.at(-1)![1]).toBe(`Pending ${state}`)
  })
})

describe('a container that ends', () => {
  it('restarts at once, then backs off longer and longer', () => {
    const { states, told } = play_(
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
    const { states } = play_(
      { restartPolicy, containers: [{ image: 'busybox:1', command: ['sh', '-c', command] }], present: ['busybox:1'] },
      8000,
    )
    expect(states.at(-1)![1]).toBe(state)
  })

  it('an init container fails the pod when nothing is restarted', () => {
    const { states } = play_(
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
    const { states, told } = play_({ containers: [{ command: ['nosuch'] }], present: ['nginx:1.27'] }, 30_000)
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
    const { states } = play_(
      { initContainers: [{ image: 'busybox:1', command }], present: ['busybox:1', 'nginx:1.27'], live },
      60_000,
    )
    expect(seconds(states).at(-2)).toMatch(/^(9|10|11)s Pending Completed PodInitializing$/)
    expect(states.at(-1)![1]).toBe('Running Completed running+')
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
    const { states, told } = play_({ containers: [{ readinessProbe, ...container }], present: [image] }, 60_000)
    const at = (suffix: string) => states.find(([, text]) => text.endsWith(suffix))?.[0]
    const ready = at('running+')
    if (after === undefined) expect(ready).toBeUndefined()
    else expect(Math.round((ready! - (at('running') ?? ready!)) / 1000)).toBe(after)
    if (after === undefined) expect(reasons(told)).toContain('Unhealthy')
  })

  it('tells what it found', () => {
    const probe = (readinessProbe: Container['readinessProbe']) =>
      play_({ containers: [{ readinessProbe }], present: ['nginx:1.27'] }, 1000).told.at(-1)![1]
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
    const { told } = play_(
      { containers: [{ readinessProbe: { tcpSocket: { port: 81 }, periodSeconds: 1 } }], present: ['nginx:1.27'] },
      3_600_000,
    )
    expect(reasons(told).filter(reason => reason === 'Unhealthy').length).toBeLessThan(45)
  })
})

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
    const { over, told, part } = play_({ present: ['nginx:1.27', 'busybox:1'], deletedAt: 20_000, ...options }, 100_000)
    expect(Math.floor((over! - 20_000) / 1000)).toBe(after)
    expect(part('c0').status.state?.terminated?.reason).toBe(state)
    expect(told.map(([, text]) => text)).toContain('Killing: Stopping container c0')
  })

  it('a pod that has not started goes at once', () => {
    expect(play_({ deletedAt: 100 }, 10_000).over).toBe(100)
  })

  it('sidecars stop after the others', () => {
    const { told } = play_(
      { initContainers: [{ restartPolicy: 'Always' }], present: ['nginx:1.27'], deletedAt: 5000 },
      10_000,
    )
    expect(told.filter(([, text]) => text.startsWith('Killing')).map(([, text]) => text)).toEqual([
      'Killing: Stopping container c0',
      'Killing: Stopping container i0',
    ])
  })
})
