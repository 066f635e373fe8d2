import { expect, test } from 'vitest'
import type { Pod } from '../../lib/objects.ts'
import { dnsOmissions, resolvConf } from './etc.ts'

const pod = (dnsConfig: object | undefined, dnsPolicy = 'ClusterFirst') =>
  ({ metadata: { name: 'web', namespace: 'shop' }, spec: { dnsPolicy, dnsConfig } }) as unknown as Pod

const servers = (count: number) => Array.from({ length: count }, (_, i) => `10.0.0.${i + 1}`)
const searches = (count: number, length = 2) => Array.from({ length: count }, (_, i) => `s${i}`.padEnd(length, 'x'))

test.each<[what: string, pod: Pod, told: RegExp[]]>([
  ['nothing asked for', pod(undefined), []],
  ['two besides the cluster DNS', pod({ nameservers: servers(2) }), []],
  [
    'three besides it',
    pod({ nameservers: servers(3) }),
    [/^Nameserver limits were exceeded, .* line is: 10\.96\.0\.10 10\.0\.0\.1 10\.0\.0\.2$/],
  ],
  ['three of its own', pod({ nameservers: servers(3) }, 'None'), []],
  ['29 searches besides the three', pod({ nameservers: [], searches: searches(29) }), []],
  [
    '30 of them',
    pod({ searches: searches(30) }),
    [/^Search Line limits .* is: shop\.svc\.cluster\.local svc\..* s28$/],
  ],
  ['too long a line', pod({ searches: searches(10, 250) }), [/^Search Line limits/]],
  ['both', pod({ nameservers: servers(3), searches: searches(30) }), [/^Nameserver/, /^Search Line/]],
])('%s', (_, each, told) => {
  const found = dnsOmissions(each)
  expect(found).toHaveLength(told.length)
  for (const [i, pattern] of told.entries()) expect(found[i]).toMatch(pattern)
  const [search = ''] = resolvConf(each).split('\n')
  expect(search.length).toBeLessThanOrEqual('search '.length + 2048)
})
