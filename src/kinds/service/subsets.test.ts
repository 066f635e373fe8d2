import { describe, expect, test } from 'vitest'
import type { Pod, Service, ServicePort } from '../../lib/objects.ts'
import { inHashOrder, sliceDump } from '../endpointslice/ports.ts'
import { endpointsDump, subsetsOf, truncated } from './subsets.ts'
import { portReader } from './target-ports.ts'

interface Shape {
  ports?: [name: string, number: number, protocol?: string][]
  ready?: boolean
  deleting?: boolean
  phase?: string
}

const pod = (
  name: string,
  ip: string | undefined,
  { ports = [], ready = true, deleting, phase = 'Running' }: Shape = {},
) =>
  ({
    metadata: { name, namespace: 'default', uid: `uid-${name}`, ...(deleting ? { deletionTimestamp: 'x' } : {}) },
    spec: {
      nodeName: 'n1',
      containers: [{ ports: ports.map(([n, containerPort, protocol]) => ({ name: n, containerPort, protocol })) }],
    },
    status: { phase, podIP: ip, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  }) as unknown as Pod

const service = (ports: ServicePort[] | undefined, spec = {}) =>
  ({ metadata: { name: 'api', namespace: 'default' }, spec: { ports, ...spec } }) as unknown as Service

const http: ServicePort = { name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' }
const metrics: ServicePort = { name: 'metrics', port: 9100, targetPort: 'metrics', protocol: 'TCP' }

/** `8080,9100: 10.0.0.1 !10.0.0.2` */
const text = (subsets: ReturnType<typeof subsetsOf>) =>
  subsets.map(({ ports = [], addresses = [], notReadyAddresses = [] }) =>
    [`${ports.map(p => p.port).sort()}:`, ...addresses.map(a => a.ip), ...notReadyAddresses.map(a => `!${a.ip}`)].join(
      ' ',
    ),
  )

describe('subsetsOf', () => {
  const old = pod('old', '10.0.0.1', {
    ports: [
      ['http', 8080],
      ['metrics', 9100],
    ],
  })
  const fresh = pod('new', '10.0.0.2', {
    ports: [
      ['http', 3000],
      ['metrics', 9100],
    ],
  })
  const table: [what: string, of: Service, pods: Pod[], expected: string[]][] = [
    ['no Pods', service([http]), [], []],
    [
      'without address, ended or going: absent',
      service([http]),
      [
        pod('a', undefined, { ports: [['http', 80]] }),
        pod('b', '10.0.0.3', { ports: [['http', 80]], phase: 'Failed' }),
        pod('c', '10.0.0.4', { ports: [['http', 80]], deleting: true }),
      ],
      [],
    ],
    [
      'sorted as text',
      service([{ port: 80, targetPort: 80, protocol: 'TCP' }]),
      [pod('a', '10.0.0.2'), pod('b', '10.0.0.10'), pod('c', '10.0.0.1', { ready: false })],
      ['80: 10.0.0.10 10.0.0.2 !10.0.0.1'],
    ],
    [
      'regrouped by port',
      service([http, metrics]),
      [old, fresh],
      ['3000: 10.0.0.2', '8080: 10.0.0.1', '9100: 10.0.0.1 10.0.0.2'],
    ],
    ['a Pod without the name is left out', service([http]), [old, pod('bare', '10.0.0.9')], ['8080: 10.0.0.1']],
    ['headless without ports', service(undefined, { clusterIP: 'None' }), [old], [': 10.0.0.1']],
    [
      'publishNotReadyAddresses',
      service([http], { publishNotReadyAddresses: true }),
      [pod('a', '10.0.0.3', { ports: [['http', 80]], ready: false, deleting: true })],
      ['80: 10.0.0.3'],
    ],
  ]
  test.each(table)('%s', (_, of, pods, expected) => {
    expect(text(subsetsOf(of, pods)).sort()).toEqual(expected)
  })
  test('at most 1,000 addresses, ready ones first', () => {
    const pods = Array.from({ length: 1100 }, (_, i) => pod(`p${i}`, `10.0.${i % 11}.${i % 251}`, { ready: i < 900 }))
    const of = service([{ port: 80, targetPort: 80, protocol: 'TCP' }])
    const [cut] = truncated(subsetsOf(of, pods))!
    expect([cut!.addresses!.length, cut!.notReadyAddresses!.length]).toEqual([900, 100])
    expect(truncated(subsetsOf(of, pods.slice(0, 1000)))).toBeUndefined()
  })
})

test('ports stand in the order of their hashes', () => {
  const resolver = pod('resolver', '10.0.0.1', {
    ports: [
      ['dns', 5353, 'UDP'],
      ['dns-tcp', 5353],
      ['grpc', 9090],
    ],
  })
  const { ports } = portReader([
    { name: 'dns', port: 53, protocol: 'UDP', targetPort: 'dns' },
    { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 'dns-tcp' },
    { name: 'grpc', port: 9090, protocol: 'TCP', targetPort: 'grpc', appProtocol: 'kubernetes.io/h2c' },
  ])(resolver)
  for (const dump of [sliceDump, endpointsDump]) {
    expect(inHashOrder([...ports], dump).map(({ port }) => port)).toEqual([9090, 5353, 5353])
  }
})
