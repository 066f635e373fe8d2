import { describe, expect, test } from 'vitest'
import type { Admission } from '../../api/kind.ts'
import { ApiError, fieldErrorText } from '../../api/errors.ts'
import type { Service } from '../../lib/objects.ts'
import { prng } from '../../lib/prng.ts'
import { services } from './index.ts'

/** A cluster that has these Services. */
function admission(existing: Service[], subresource?: string): Admission & { warnings: string[] } {
  const warnings: string[] = []
  return {
    warnings,
    warn: (text: string) => warnings.push(text),
    now: 0,
    rng: (...purpose: (string | number)[]) => prng(7, ...purpose),
    read: {
      get: () => undefined,
      list: () => [],
      find: (_: string, term: string) => existing.filter(s => services.index!(s).includes(term)),
    },
    subresource,
  } as unknown as Admission & { warnings: string[] }
}

const make = (spec: object, name = 'mail') =>
  ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default' },
    spec: structuredClone(spec),
    status: {},
  }) as unknown as Service

/** What the pipeline does: the stored Service, or the texts of the refusal. */
function admit(next: Service, previous?: Service, existing: Service[] = []): { service: Service; errors: string[] } {
  const ctx = admission(existing)
  try {
    services.defaults!(next)
    services.prepare!(next, previous, ctx)
    return { service: next, errors: services.validate!(next, previous, ctx).map(fieldErrorText) }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { service: next, errors: [error.message] }
  }
}

const create = (spec: object, existing: Service[] = []) => admit(make(spec), undefined, existing)
const created = (spec: object, name?: string) => {
  const { service, errors } = admit(make(spec, name))
  expect(errors).toEqual([])
  return service
}
const port = { port: 80 }
const selector = { app: 'mail' }

describe('refusals', () => {
  const between = 'must be between 1 and 65535, inclusive'
  const table: [spec: object, errors: string[]][] = [
    [{ selector }, ['spec.ports: Required value']],
    [
      { ports: [{ port: 70000 }] },
      [
        `spec.ports[0].port: Invalid value: 70000: ${between}`,
        `spec.ports[0].targetPort: Invalid value: 70000: ${between}`,
      ],
    ],
    [
      { ports: [{ port: 1 }, { port: 2 }] },
      ['spec.ports[0].name: Required value', 'spec.ports[1].name: Required value'],
    ],
    [
      {
        ports: [
          { name: 'a', port: 1 },
          { name: 'a', port: 2 },
        ],
      },
      ['spec.ports[1].name: Duplicate value: "a"'],
    ],
    [
      {
        ports: [
          { name: 'a', port: 53, protocol: 'UDP' },
          { name: 'b', port: 53, protocol: 'UDP' },
        ],
      },
      [
        'spec.ports[1]: Duplicate value: {"Name":"","Protocol":"UDP","AppProtocol":null,"Port":53,"TargetPort":0,"NodePort":0}',
      ],
    ],
    [
      { ports: [{ port: 80, protocol: 'HTTP' }] },
      ['spec.ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"'],
    ],
    [
      { ports: [{ port: 80, nodePort: 30080 }] },
      ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"],
    ],
    [
      { type: 'Headless', sessionAffinity: 'Cookie', internalTrafficPolicy: 'Nearby', ports: [port] },
      [
        'spec.sessionAffinity: Unsupported value: "Cookie": supported values: "ClientIP", "None"',
        'spec.type: Unsupported value: "Headless": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
        'spec.internalTrafficPolicy: Unsupported value: "Nearby": supported values: "Cluster", "Local"',
      ],
    ],
    [{ type: 'ExternalName' }, ['spec.externalName: Required value']],
    [
      { type: 'NodePort', clusterIP: 'None', ports: [port] },
      ['spec.clusterIPs[0]: Invalid value: "None": may not be set to \'None\' for NodePort services'],
    ],
    [
      { ports: [port], externalTrafficPolicy: 'Local', healthCheckNodePort: 32101 },
      [
        'spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services',
        "spec.healthCheckNodePort: Invalid value: 32101: may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
      ],
    ],
    [
      {
        ports: [{ port: 25 }],
        loadBalancerSourceRanges: ['203.0.113.0'],
        externalIPs: ['mail.example.com', '127.0.0.1'],
      },
      [
        'spec.externalIPs[0]: Invalid value: "mail.example.com": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
        'spec.externalIPs[1]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
        "spec.LoadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer'",
        'spec.LoadBalancerSourceRanges[0]: Invalid value: "203.0.113.0": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
      ],
    ],
    [
      { ports: [port], sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 90000 } } },
      [
        'spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 90000: must be greater than 0 and less than 86400',
      ],
    ],
    [
      { ports: [port], trafficDistribution: 'Nearest' },
      [
        'spec.trafficDistribution: Unsupported value: "Nearest": supported values: "PreferClose", "PreferSameZone", "PreferSameNode"',
      ],
    ],
  ]
  test.each(table)('%j', (spec, errors) => {
    expect(create(spec).errors).toEqual(errors)
  })
})

describe('addresses', () => {
  const holder = created({ clusterIP: '10.96.100.10', ports: [port] }, 'ldap')
  const inv = (value: string, text: string) => [
    `Service "mail" is invalid: spec.clusterIPs: Invalid value: ["${value}"]: ${text}`,
  ]
  test.each([
    [{ clusterIP: '10.96.100.11' }, []],
    [
      { clusterIP: '10.96.100.10' },
      inv('10.96.100.10', 'failed to allocate IP 10.96.100.10: provided IP is already allocated'),
    ],
    [
      { clusterIP: '192.168.44.5' },
      inv('192.168.44.5', 'failed to allocate IP 192.168.44.5: the provided network does not match the current range'),
    ],
    [
      { clusterIP: 'x' },
      [
        'Service "mail" is invalid: spec.clusterIPs[0]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      ],
    ],
    [
      { clusterIP: '10.96.100.11', clusterIPs: ['10.96.100.12'] },
      inv('10.96.100.12', 'first value must match `clusterIP`'),
    ],
    [
      { ipFamilies: ['IPv6'] },
      ['Service "mail" is invalid: spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster'],
    ],
    [{ ipFamilies: ['IPv4', 'IPv4'] }, ['Service "mail" is invalid: spec.ipFamilies[1]: Duplicate value: "IPv4"']],
    [
      { ipFamilyPolicy: 'RequireDualStack' },
      [
        'Service "mail" is invalid: spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services',
      ],
    ],
  ])('%j', (spec, errors) => {
    expect(create({ ...spec, ports: [port], selector }, [holder]).errors).toEqual(errors)
  })
  test('are drawn from the dynamic band, differently for each', () => {
    const ips = Array.from({ length: 50 }, (_, i) => created({ ports: [port] }, `s${i}`).spec.clusterIP!)
    expect(new Set(ips).size).toBe(50)
    for (const ip of ips) expect(ip).toMatch(/^10\.96\.([1-9]|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])\.\d+$/)
  })
  test('families of headless Services', () => {
    const families = (spec: object) => {
      const { ipFamilies, ipFamilyPolicy } = created({ clusterIP: 'None', ports: [port], ...spec }).spec
      return `${ipFamilyPolicy} ${ipFamilies}`
    }
    expect(families({ selector })).toBe('SingleStack IPv4')
    expect(families({})).toBe('RequireDualStack IPv4,IPv6')
  })
})

describe('node ports', () => {
  const shop = created({ type: 'NodePort', ports: [{ port: 80, nodePort: 30080 }] }, 'shop')
  test.each([
    [30081, []],
    [
      30080,
      ['Service "mail" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated'],
    ],
    [
      40080,
      [
        'Service "mail" is invalid: spec.ports[0].nodePort: Invalid value: 40080: provided port is not in the valid range. The range of valid ports is 30000-32767',
      ],
    ],
  ])('%j', (nodePort, errors) => {
    expect(create({ type: 'NodePort', ports: [{ port: 80, nodePort }] }, [shop]).errors).toEqual(errors)
  })
  test('are drawn above the static band; both protocols of a number share one', () => {
    const ports = [
      { name: 'a', port: 53, protocol: 'UDP' },
      { name: 'b', port: 53, protocol: 'TCP' },
      { name: 'c', port: 80 },
    ]
    const [a, b, c] = created({ type: 'NodePort', ports }).spec.ports!.map(p => p.nodePort!)
    expect(a).toBe(b)
    expect(a).not.toBe(c)
    expect(Math.min(a!, c!)).toBeGreaterThan(30085)
  })
})

describe('changes', () => {
  const change = (from: Service, spec: object) => admit(make({ ...from.spec, ...spec }), from, [from])
  const wiki = created({ selector, ports: [{ name: 'http', port: 80, targetPort: 8080 }] })
  test('through the types', () => {
    const nodePort = change(wiki, { type: 'NodePort' })
    expect(nodePort.errors).toEqual([])
    const number = nodePort.service.spec.ports![0]!.nodePort
    expect(nodePort.service.spec.externalTrafficPolicy).toBe('Cluster')
    const balancer = change(nodePort.service, { type: 'LoadBalancer' })
    expect(balancer.errors).toEqual([])
    expect(balancer.service.spec.ports![0]!.nodePort).toBe(number)
    expect(balancer.service.spec.allocateLoadBalancerNodePorts).toBe(true)
    const back = change(balancer.service, { type: 'ClusterIP' })
    expect(back).toEqual({ service: wiki, errors: [] })
    expect(change(back.service, { type: 'ExternalName' }).errors).toEqual(['spec.externalName: Required value'])
    const alias = change(back.service, { type: 'ExternalName', externalName: 'wiki.example.com' })
    expect(alias.errors).toEqual([])
    expect(Object.keys(alias.service.spec).sort()).toEqual([
      'externalName',
      'ports',
      'selector',
      'sessionAffinity',
      'type',
    ])
    const again = change(alias.service, { type: 'ClusterIP' })
    expect(again.errors).toEqual([])
    expect(again.service.spec.clusterIP).toMatch(/^10\.96\./)
  })
  test('allocated values that are left out are kept', () => {
    const from = created({ type: 'NodePort', ports: [{ name: 'http', port: 80 }] })
    const { service, errors } = admit(make({ type: 'NodePort', ports: [{ name: 'http', port: 8000 }] }), from)
    expect(errors).toEqual([])
    expect(service.spec.clusterIPs).toEqual(from.spec.clusterIPs)
    expect(service.spec.ports![0]!.nodePort).toBe(from.spec.ports![0]!.nodePort)
  })
  test.each([
    [{ clusterIP: '10.96.100.20' }, ['spec.clusterIPs[0]: Invalid value: ["10.96.100.20"]: may not change once set']],
    [{ clusterIP: 'None' }, ['spec.clusterIPs[0]: Invalid value: ["None"]: may not change once set']],
  ])('%j', (spec, errors) => {
    expect(change(wiki, spec).errors).toEqual(errors)
  })
  test('an address that is changed without its list', () => {
    const { errors } = admit(make({ clusterIP: '10.96.100.20', ports: [port] }), wiki)
    expect(errors).toEqual(['spec.clusterIPs[0]: Invalid value: ["10.96.100.20"]: may not change once set'])
  })
  test('the health check port', () => {
    const gateway = created({ type: 'LoadBalancer', externalTrafficPolicy: 'Local', ports: [port] })
    expect(gateway.spec.healthCheckNodePort).toBeGreaterThan(30085)
    expect(change(gateway, { healthCheckNodePort: 32109 }).errors).toEqual([
      'Service "mail" is invalid: spec.healthCheckNodePort: Forbidden: field is immutable',
    ])
    expect(change(gateway, { externalTrafficPolicy: 'Cluster' }).service.spec.healthCheckNodePort).toBeUndefined()
  })
})
