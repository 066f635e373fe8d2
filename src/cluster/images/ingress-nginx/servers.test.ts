import { describe, expect, test } from 'vitest'
import type { Ingress } from '../../../lib/objects.ts'
import { locationOf, serverOf } from './servers.ts'

const path = (text: string, name: string, pathType = 'Prefix') => ({
  path: text,
  pathType,
  backend: { service: { name, port: { number: 80 } } },
})
const ingress = (name: string, hosts: Record<string, object[]>, spec = {}, annotations = {}) =>
  ({
    metadata: { name, namespace: 'default', annotations },
    spec: {
      rules: Object.entries(hosts).map(([host, paths]) => ({ host: host || undefined, http: { paths } })),
      ...spec,
    },
  }) as unknown as Ingress

const to = (name: string) => ({ service: { name, port: { number: 80 } } })

/** The Service that a request goes to, with the path it is asked for when that is another; `404` when there is none. */
function routed(ingresses: Ingress[], host: string, asked: string): string {
  const found = locationOf(serverOf(host, ingresses), asked)
  if (!found) return '404'
  return [found.backend.service?.name, found.rewritten].filter(each => each !== undefined).join(' ')
}

const shop = ingress('shop', {
  'shop.example.com': [
    path('/', 'web'),
    path('/cart', 'cart'),
    path('/cart/pay', 'pay'),
    path('/cart/pay', 'exact', 'Exact'),
    path('/old/', 'old'),
    path('/any', 'any', 'ImplementationSpecific'),
  ],
  '*.dev.example.com': [path('/', 'dev')],
})
const api = ingress('api', { 'api.example.com': [path('/v1', 'v1')] })
const everywhere = ingress('everywhere', { '': [path('/status', 'status')] })
const fallback = ingress('fallback', {}, { rules: undefined, defaultBackend: to('fallback') })
const own = ingress('own', { 'own.example.com': [path('/a', 'a')] }, { defaultBackend: to('rest') })

describe('where a request goes', () => {
  const table: [what: string, ingresses: Ingress[], host: string, path: string, expected: string][] = [
    ['a prefix', [shop], 'shop.example.com', '/', 'web'],
    ['all below it', [shop], 'shop.example.com', '/cart/1', 'cart'],
    ['by whole elements', [shop], 'shop.example.com', '/cartoon', 'web'],
    ['the longest one', [shop], 'shop.example.com', '/cart/pay/now', 'pay'],
    ['the exact one before it', [shop], 'shop.example.com', '/cart/pay', 'exact'],
    ['exact is exact', [shop], 'shop.example.com', '/cart/pay/', 'pay'],
    ['a final slash of the rule does not count', [shop], 'shop.example.com', '/old', 'old'],
    ['ImplementationSpecific is as Prefix', [shop], 'shop.example.com', '/any/thing', 'any'],
    ['upper case in the path is another path', [shop], 'shop.example.com', '/Cart', 'web'],
    ['but not in the host, nor does the port count', [shop], 'Shop.Example.com:8080', '/cart', 'cart'],
    ['a wildcard is one label', [shop], 'a.dev.example.com', '/', 'dev'],
    ['not two', [shop], 'a.b.dev.example.com', '/', '404'],
    ['not none', [shop], 'dev.example.com', '/', '404'],
    ['no such path', [api], 'api.example.com', '/v2', '404'],
    ['no such host', [shop, api], 'other.example.com', '/', '404'],
    ['rules without a host are for hosts without rules', [api, everywhere], 'other.example.com', '/status', 'status'],
    ['and for no others', [api, everywhere], 'api.example.com', '/status', '404'],
    ['the default backend takes the rest', [everywhere, fallback], 'other.example.com', '/', 'fallback'],
    ['of its own hosts when it has rules', [own], 'own.example.com', '/b', 'rest'],
    ['and only of those', [own], 'other.example.com', '/b', '404'],
    [
      'a host of two Ingresses has the paths of both',
      [api, ingress('more', { 'api.example.com': [path('/v2', 'v2')] })],
      'api.example.com',
      '/v2',
      'v2',
    ],
    [
      'the older one has the path',
      [api, ingress('late', { 'api.example.com': [path('/v1', 'late')] })],
      'api.example.com',
      '/v1',
      'v1',
    ],
    [
      'rewritten with what the path caught',
      [
        ingress(
          're',
          { 'r.example.com': [path('/api(/|$)(.*)', 'api', 'ImplementationSpecific')] },
          {},
          { 'nginx.ingress.kubernetes.io/rewrite-target': '/$2' },
        ),
      ],
      'r.example.com',
      '/api/users/7',
      'api /users/7',
    ],
  ]
  test.each(table)('%s', (_, ingresses, host, asked, expected) => {
    expect(routed(ingresses, host, asked)).toBe(expected)
  })
})

test('TLS is of the hosts that it was asked for', () => {
  const secured = ingress(
    's',
    { 'a.example.com': [], 'b.dev.example.com': [], 'c.example.com': [] },
    {
      tls: [{ hosts: ['a.example.com'], secretName: 'a-tls' }, { hosts: ['*.dev.example.com'] }],
    },
  )
  expect(serverOf('a.example.com', [secured]).tls).toEqual({ namespace: 'default', secret: 'a-tls' })
  expect(serverOf('b.dev.example.com', [secured]).tls).toEqual({ namespace: 'default', secret: undefined })
  expect(serverOf('c.example.com', [secured]).tls).toBeUndefined()
})
