import { expect, test } from 'vitest'
import type { Health } from '../images/image.ts'
import { type Encounter, grpcFailure } from './grpc-probe.ts'

const target = '10.244.1.5:9000'

test.each<[health: Health | undefined, more: Partial<Encounter>, told: string | undefined]>([
  ['SERVING', {}, undefined],
  ['NOT_SERVING', {}, 'service unhealthy (responded with "NOT_SERVING")'],
  ['SERVING', { late: true, timeout: 2000 }, 'timeout: health rpc did not complete within 2s'],
  [
    undefined,
    { timeout: 90_000 },
    `timeout: failed to connect service "${target}" within 1m30s: context deadline exceeded`,
  ],
  [
    { code: 'NotFound', message: 'unknown service' },
    {},
    'error: health rpc probe failed: rpc error: code = NotFound desc = unknown service',
  ],
  [
    { code: 'Unimplemented', message: 'unknown service grpc.health.v1.Health' },
    {},
    'error: this server does not implement the grpc health protocol (grpc.health.v1.Health): unknown service grpc.health.v1.Health',
  ],
])('%j %j', (health, more, told) => {
  expect(grpcFailure({ target, timeout: 1000, late: false, health, ...more })).toBe(told)
})
