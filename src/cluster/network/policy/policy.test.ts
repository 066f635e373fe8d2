import { describe, expect, test } from 'vitest'
import type { Reader } from '../../../api/kind.ts'
import type { Pod } from '../../../lib/objects.ts'
import type { Flow } from './index.ts'
import { verdict } from './index.ts'

const pod = (name: string, ip: string, labels: object, { namespace = 'shop', hostNetwork = false } = {}) =>
  ({
    metadata: { name, namespace, uid: `${namespace}/${name}`, labels },
    spec: {
      hostNetwork,
      containers: [
        {
          name: 'c',
          ports: [
            { name: 'http', containerPort: 8080 },
            { name: 'dns', containerPort: 53, protocol: 'UDP' },
          ],
        },
      ],
    },
    status: { podIP: ip, hostIP: '172.18.0.3' },
  }) as unknown as Pod

const web = pod('web', '10.244.1.2', { app: 'web' })
const api = pod('api', '10.244.2.2', { app: 'api', tier: 'back' })
const other = pod('etl', '10.244.2.3', { app: 'etl' }, { namespace: 'data' })
const host = pod('agent', '172.18.0.3', { app: 'api' }, { hostNetwork: true })

function cluster(specs: object[]): Reader {
  const policies = specs.map((spec, i) => ({ metadata: { name: `p${i}`, namespace: 'shop' }, spec }))
  const labels: Record<string, object> = { shop: { team: 'shop' }, data: { team: 'analytics' } }
  return {
    list: (_: string, namespace: string) => policies.filter(p => p.metadata.namespace === namespace),
    get: (_: string, __: undefined, name: string) => ({ metadata: { name, labels: labels[name] } }),
  } as unknown as Reader
}

const flow = (
  from: Pod | string,
  to: Pod | string,
  port = 8080,
  protocol: 'TCP' | 'UDP' | 'SCTP' = 'TCP',
  seen?: string,
): Flow => ({
  source: typeof from === 'string' ? { ip: from } : { pod: from, ip: seen ?? from.status.podIP! },
  target: typeof to === 'string' ? { ip: to, port, protocol } : { pod: to, ip: to.status.podIP!, port, protocol },
})

const webPods = { matchLabels: { app: 'web' } }
const ingress = (...rules: object[]) => ({ podSelector: webPods, policyTypes: ['Ingress'], ingress: rules })
const egress = (...rules: object[]) => ({
  podSelector: { matchLabels: { app: 'api' } },
  policyTypes: ['Egress'],
  egress: rules,
})
const fromApi = { from: [{ podSelector: { matchLabels: { app: 'api' } } }] }
const analytics = { matchLabels: { team: 'analytics' } }

describe('verdict', () => {
  const table: [what: string, policies: object[], flow: Flow, allowed: boolean][] = [
    ['no policy: open', [], flow(api, web), true],
    [
      'a policy for other pods',
      [{ podSelector: { matchLabels: { app: 'db' } }, policyTypes: ['Ingress'] }],
      flow(api, web),
      true,
    ],
    ['isolated: nothing gets in', [ingress()], flow(api, web), false],
    ['isolated for ingress: it may still ask', [ingress()], flow(web, api), true],
    ['isolated for egress: it may still be asked', [egress()], flow(web, api), true],
    ['isolated for egress: nothing gets out', [egress()], flow(api, web), false],
    ['an empty rule allows all', [ingress({})], flow('203.0.113.9', web), true],
    ['a pod of the namespace by its labels', [ingress(fromApi)], flow(api, web), true],
    ['labels alone do not reach other namespaces', [ingress({ from: [{ podSelector: {} }] })], flow(other, web), false],
    ['a namespace by its labels', [ingress({ from: [{ namespaceSelector: analytics }] })], flow(other, web), true],
    ['another namespace', [ingress({ from: [{ namespaceSelector: analytics }] })], flow(api, web), false],
    [
      'both in one item: and',
      [ingress({ from: [{ namespaceSelector: analytics, podSelector: { matchLabels: { app: 'api' } } }] })],
      flow(other, web),
      false,
    ],
    [
      'both in two items: or',
      [ingress({ from: [{ namespaceSelector: analytics }, { podSelector: { matchLabels: { app: 'api' } } }] })],
      flow(api, web),
      true,
    ],
    ['policies add up', [ingress(), ingress(fromApi)], flow(api, web), true],
    ['both ends must allow', [ingress(fromApi), egress()], flow(api, web), false],
    ['a port', [ingress({ ports: [{ port: 8080 }] })], flow(api, web), true],
    ['another port', [ingress({ ports: [{ port: 80 }] })], flow(api, web), false],
    ['another protocol', [ingress({ ports: [{ port: 8080, protocol: 'UDP' }] })], flow(api, web), false],
    ['any port of a protocol', [ingress({ ports: [{ protocol: 'UDP' }] })], flow(api, web, 99, 'UDP'), true],
    ['a range of ports', [ingress({ ports: [{ port: 8000, endPort: 8080 }] })], flow(api, web), true],
    ['beyond the range', [ingress({ ports: [{ port: 8000, endPort: 8079 }] })], flow(api, web), false],
    ['a port by its name', [ingress({ ports: [{ port: 'http' }] })], flow(api, web), true],
    ['the name of another protocol', [ingress({ ports: [{ port: 'dns' }] })], flow(api, web, 53), false],
    ['egress names a port of the target', [egress({ ports: [{ port: 'http' }] })], flow(api, web), true],
    [
      'port and peer of one rule must both fit',
      [
        ingress(
          { ...fromApi, ports: [{ port: 80 }] },
          { ports: [{ port: 8080 }], from: [{ namespaceSelector: analytics }] },
        ),
      ],
      flow(api, web),
      false,
    ],
    ['an address', [ingress({ from: [{ ipBlock: { cidr: '203.0.113.0/24' } }] })], flow('203.0.113.9', web), true],
    [
      'but not the excepted ones',
      [ingress({ from: [{ ipBlock: { cidr: '203.0.113.0/24', except: ['203.0.113.8/29'] } }] })],
      flow('203.0.113.9', web),
      false,
    ],
    [
      'addresses of pods count too',
      [ingress({ from: [{ ipBlock: { cidr: '10.244.2.0/24' } }] })],
      flow(api, web),
      true,
    ],
    [
      'egress to an address',
      [egress({ to: [{ ipBlock: { cidr: '192.0.2.0/24' } }] })],
      flow(api, '192.0.2.10', 5432),
      true,
    ],
    [
      'egress to another one',
      [egress({ to: [{ ipBlock: { cidr: '192.0.2.0/24' } }] })],
      flow(api, '198.51.100.1'),
      false,
    ],
    ['who asks is hidden by translation', [ingress(fromApi)], flow(api, web, 8080, 'TCP', '172.18.0.9'), false],
    ['the own node always passes', [ingress()], flow('172.18.0.3', web), true],
    ['a pod reaches itself', [ingress()], flow(web, web), true],
    ['a pod on its node is a node', [egress()], flow(host, '192.0.2.10'), true],
    ['and no rule names it', [egress({ to: [{ podSelector: {} }] })], flow(api, host), false],
  ]
  test.each(table)('%s', (_, policies, each, allowed) => {
    expect(verdict(each, cluster(policies)).allowed).toBe(allowed)
  })

  test('says who refuses, and why', () => {
    expect(verdict(flow(api, web), cluster([ingress(), ingress({ ports: [{ port: 80 }] })]))).toEqual({
      allowed: false,
      direction: 'ingress',
      policies: ['shop/p0', 'shop/p1'],
      why: 'networkpolicy shop/p0, shop/p1 isolate pod shop/web for ingress, and no rule allows traffic from 10.244.2.2 to port 8080/TCP',
    })
    expect(verdict(flow(api, web), cluster([ingress(fromApi)])).why).toBe('allowed by networkpolicy shop/p0')
  })
})
