import { describe, expect, test } from 'vitest'
import type { Ingress } from '../../../lib/objects.ts'
import { canaryOf, decide } from './canary.ts'
import { locationOf, serverOf } from './servers.ts'

const PREFIX = 'nginx.ingress.kubernetes.io/'

const ingress = (name: string, path: string, annotations: Record<string, string> = {}, pathType = 'Prefix') =>
  ({
    metadata: {
      name,
      namespace: 'default',
      annotations: Object.fromEntries(Object.entries(annotations).map(([key, value]) => [PREFIX + key, value])),
    },
    spec: {
      rules: [
        {
          host: 'shop.example.com',
          http: { paths: [{ path, pathType, backend: { service: { name, port: { number: 80 } } } }] },
        },
      ],
    },
  }) as unknown as Ingress

const canary = (annotations: Record<string, string>, path = '/', pathType?: string) =>
  ingress('canary', path, { canary: 'true', ...annotations }, pathType)

describe('which location has a canary', () => {
  test.each<[what: string, ingresses: Ingress[], found: string | undefined]>([
    ['none', [ingress('web', '/')], undefined],
    ['of the same host and path', [ingress('web', '/'), canary({})], 'canary'],
    ['of another path', [ingress('web', '/'), canary({}, '/cart')], undefined],
    ['of another type', [ingress('web', '/'), canary({}, '/', 'Exact')], undefined],
    ['not switched on', [ingress('web', '/'), ingress('old', '/', { 'canary-weight': '50' })], undefined],
    ['the same Service', [ingress('canary', '/'), canary({})], undefined],
  ])('%s', (_, ingresses, found) => {
    const server = serverOf('shop.example.com', ingresses)
    const location = locationOf(server, '/')!
    expect(canaryOf(location, server)?.backend.service?.name).toBe(found)
  })

  test('a canary alone serves nothing', () => {
    expect(locationOf(serverOf('shop.example.com', [canary({ 'canary-weight': '100' })]), '/')).toBeUndefined()
  })
})

describe('what becomes of a request', () => {
  const byHeader = { 'canary-by-header': 'X-Try', 'canary-weight': '20' }
  test.each<[annotations: Record<string, string>, headers: Record<string, string>, decision: object]>([
    [{ 'canary-weight': '20' }, {}, { weight: 20, of: 100 }],
    [{ 'canary-weight': '20', 'canary-weight-total': '1000' }, {}, { weight: 20, of: 1000 }],
    [{}, {}, { weight: 0, of: 100 }],
    [byHeader, { 'x-try': 'always' }, { taken: true }],
    [byHeader, { 'x-try': 'never' }, { taken: false }],
    [byHeader, { 'x-try': 'perhaps' }, { weight: 20 }],
    [{ ...byHeader, 'canary-by-header-value': 'yes' }, { 'x-try': 'yes' }, { taken: true }],
    [{ ...byHeader, 'canary-by-header-value': 'yes' }, { 'x-try': 'always' }, { weight: 20 }],
    [{ ...byHeader, 'canary-by-header-pattern': '^ann|bob$' }, { 'x-try': 'bob' }, { taken: true }],
    [{ ...byHeader, 'canary-by-header-pattern': '(' }, { 'x-try': 'bob' }, { weight: 20 }],
    [{ 'canary-by-cookie': 'try' }, { cookie: 'a=1; try=always' }, { taken: true }],
    [{ 'canary-by-cookie': 'try' }, { cookie: 'try=never' }, { taken: false }],
    [{ 'canary-by-cookie': 'try' }, { cookie: 'retry=always' }, { weight: 0 }],
    [{ ...byHeader, 'canary-by-cookie': 'try' }, { 'x-try': 'never', cookie: 'try=always' }, { taken: false }],
  ])('%j %j', (annotations, headers, decision) => {
    expect(decide({ ingress: canary(annotations), backend: {} }, { headers })).toMatchObject(decision)
  })
})
