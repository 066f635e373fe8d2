import { describe, expect, test } from 'vitest'
import type { Exchange } from '../../../cluster/network/connect/call.ts'
import { fromOf } from './from.ts'
import { FLAGS, resolveOption, sending, type Sending, withUrlCredentials } from './options.ts'
import { rateOf } from './repeat.ts'
import { summary } from './summary.ts'
import { headText, verbose } from './verbose.ts'
import { redirectOf, writeOut } from './write-out.ts'

const defaults = Object.fromEntries(FLAGS.map(f => [f.name, f.type === 'array' ? [] : f.default]))
const read = (flags: object, file = '') => sending({ ...defaults, ...flags }, async () => file)

const exchange: Exchange = {
  url: 'http://web/',
  host: 'web',
  port: 80,
  path: '/',
  scheme: 'http',
  addresses: ['10.96.1.1'],
  address: '10.96.1.1',
  local: { ip: '10.244.1.254', port: 40000 },
  response: {
    status: 200,
    statusText: 'OK',
    headers: { 'Content-Type': 'text/plain', 'Content-Length': '3' },
    body: 'hi\n',
  },
  time: { resolve: 1, connect: 2, total: 5 },
}
const refused: Exchange = {
  ...exchange,
  response: undefined,
  failure: { code: 7, message: 'Failed to connect to web port 80 after 1 ms: Could not connect to server' },
}
const unknown: Exchange = {
  ...refused,
  addresses: [],
  address: undefined,
  failure: { code: 6, message: 'Could not resolve host: web' },
}

describe('sending', () => {
  const plain: [string, string][] = [
    ['User-Agent', 'curl/8.11.1'],
    ['Accept', '*/*'],
  ]
  test.each([
    [{}, { method: 'GET', headers: plain, body: '' }],
    [{ head: true }, { method: 'HEAD' }],
    [{ request: 'DELETE' }, { method: 'DELETE' }],
    [
      { data: ['a=1', 'b=2'] },
      {
        method: 'POST',
        body: 'a=1&b=2',
        headers: [...plain, ['Content-Length', '7'], ['Content-Type', 'application/x-www-form-urlencoded']],
      },
    ],
    [{ data: ['@file'] }, { body: 'ab' }],
    [{ 'data-binary': ['@file'] }, { body: 'a\nb' }],
    [
      { data: ['q=1'], get: true },
      { method: 'GET', body: '', query: 'q=1' },
    ],
    [
      { json: ['{}'] },
      {
        method: 'POST',
        headers: [
          ['User-Agent', 'curl/8.11.1'],
          ['Accept', 'application/json'],
          ['Content-Type', 'application/json'],
          ['Content-Length', '2'],
        ],
      },
    ],
    [
      { header: ['Accept: x', 'User-Agent:', 'X-Empty;'] },
      {
        headers: [
          ['Accept', 'x'],
          ['X-Empty', ''],
        ],
      },
    ],
    [{ user: 'a:b' }, { headers: [['Authorization', 'Basic YTpi'], ...plain] }],
    [
      { 'max-time': '0.5', 'connect-timeout': '2' },
      { maxTime: 500, connectTimeout: 2000 },
    ],
  ])('%j', async (flags, expected) => {
    expect(await read(flags, 'a\nb')).toMatchObject(expected)
  })
  test('a time that is no number', async () => {
    await expect(read({ 'max-time': 'x' })).rejects.toThrow(
      'curl: option --max-time: expected a proper numerical parameter',
    )
  })
})

test.each([
  ['%{http_code}\\n', exchange, '200\n'],
  ['%{http_code}', refused, '000'],
  ['%{remote_ip}:%{remote_port} %{time_total}s %{size_download}', exchange, '10.96.1.1:80 0.005000s 3'],
  ['[%{remote_ip}] %{exitcode} %{errormsg}', unknown, '[] 6 Could not resolve host: web'],
  ['%{content_type} %header{content-length} 100%%', exchange, 'text/plain 3 100%'],
  ['%{nothing}x', exchange, 'x'],
])('-w %s', (format, of, expected) => {
  const outcome = {
    exchange: of,
    method: 'GET',
    redirects: 0,
    exitCode: of.failure?.code ?? 0,
    size: of.response ? 3 : 0,
  }
  expect(writeOut(format, outcome, () => {})).toBe(expected)
})

test('heads', () => {
  expect(headText(exchange.response!)).toBe('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\n')
})

const GET: Sending = { method: 'GET', headers: [['Accept', '*/*']], body: '', insecure: false }

test('-v', () => {
  expect(verbose(exchange, GET).replaceAll('\r', '')).toBe(`* Host web:80 was resolved.
* IPv6: (none)
* IPv4: 10.96.1.1
*   Trying 10.96.1.1:80...
* Connected to web (10.96.1.1) port 80
* using HTTP/1.x
> GET / HTTP/1.1
> Host: web
> Accept: */*
> 
* Request completely sent off
< HTTP/1.1 200 OK
< Content-Type: text/plain
< Content-Length: 3
< 
`)
  expect(verbose(refused, GET)).toContain(
    '* connect to 10.96.1.1 port 80 from 10.244.1.254 port 40000 failed: Connection refused\n',
  )
  expect(verbose(unknown, GET)).toBe('* Could not resolve host: web\n* closing connection #0\n')
})

test('redirects', () => {
  const to = (location: string) =>
    redirectOf({ ...exchange, response: { ...exchange.response!, status: 302, headers: { Location: location } } })
  expect(to('/login')).toBe('http://web/login')
  expect(to('http://api/x')).toBe('http://api/x')
  expect(redirectOf(exchange)).toBeUndefined()
})

describe('the count that ends --repeat', () => {
  const pod = (name: string, node: string, version?: string) => ({
    namespace: 'default',
    name,
    ip: '10.244.1.2',
    node,
    zone: node,
    version,
  })
  test('per Pod, and where Pods have something in common per version, node and zone', () => {
    expect(
      summary({
        connections: 8,
        pods: [
          { pod: pod('web-1', 'a', 'v1'), count: 4 },
          { pod: pod('web-2', 'a', 'v2'), count: 2 },
          { pod: pod('web-3', 'b', 'v2'), count: 1 },
        ],
        statuses: [{ status: 503, text: 'Service Unavailable', count: 2 }],
        failures: [{ code: 7, message: 'Failed to connect to web port 80: Could not connect to server', count: 1 }],
      }),
    ).toBe(`┌───────┬─────────┬──────┬──────┬───────┬───────┬──────────────────┐
│ Pod   │ Version │ Node │ Zone │ Count │ Share │                  │
├───────┼─────────┼──────┼──────┼───────┼───────┼──────────────────┤
│ web-1 │ v1      │ a    │ a    │     4 │ 50.0% │ ████████████████ │
│ web-2 │ v2      │ a    │ a    │     2 │ 25.0% │ ████████         │
│ web-3 │ v2      │ b    │ b    │     1 │ 12.5% │ ████             │
└───────┴─────────┴──────┴──────┴───────┴───────┴──────────────────┘
┌─────────┬────┬───────┬───────┬──────────────────┐
│ By      │    │ Count │ Share │                  │
├─────────┼────┼───────┼───────┼──────────────────┤
│ version │ v1 │     4 │ 50.0% │ ████████████████ │
│ version │ v2 │     3 │ 37.5% │ ████████████     │
│ node    │ a  │     6 │ 75.0% │ ████████████████ │
│ node    │ b  │     1 │ 12.5% │ ██▋              │
└─────────┴────┴───────┴───────┴──────────────────┘
2 answered 503 Service Unavailable (25.0%)
1 failed (12.5%): curl: (7) Failed to connect to web port 80: Could not connect to server`)
  })
  test('nothing answered', () => {
    const failures = [{ code: 6, message: 'Could not resolve host: x', count: 2 }]
    expect(summary({ connections: 2, pods: [], statuses: [], failures })).toBe(
      '2 failed (100.0%): curl: (6) Could not resolve host: x',
    )
  })
})

test.each([
  ['10', 10],
  ['10/s', 10],
  ['90/m', 1.5],
  ['1800/h', 0.5],
])('--rate %s', (text, perSecond) => {
  expect(rateOf(text)).toBe(perSecond)
})

test.each(['', '0', 'x', '10/y', '-1', '1/'])('--rate %j is refused', text => {
  expect(() => rateOf(text)).toThrow(`--rate ${JSON.stringify(text)} is no rate: use one like 10, 10/s, 90/m or 5/h`)
})

test.each([
  [{}, undefined],
  [{ from: 'a' }, { kind: 'pod', namespace: 'default', name: 'a' }],
  [{ from: 'pod/a' }, { kind: 'pod', namespace: 'default', name: 'a' }],
  [{ from: 'shop/a' }, { kind: 'pod', namespace: 'shop', name: 'a' }],
  [{ from: 'node/n1' }, { kind: 'node', name: 'n1' }],
  [{ from: 'outside' }, { kind: 'outside' }],
  [{ 'client-ip': '1.2.3.4' }, { kind: 'outside', ip: '1.2.3.4' }],
])('who sends: %j', (flags, from) => {
  expect(fromOf(flags, 'default')).toEqual(from)
})

test.each([
  [{ from: 'a/' }, '--from "a/": use POD, NAMESPACE/POD, node/NODE or outside'],
  [{ from: 'a', 'client-ip': '1.2.3.4' }, '--client-ip is the address of a client outside the cluster'],
  [{ 'client-ip': '1.2.3' }, '--client-ip "1.2.3" is no IPv4 address'],
])('who sends is refused: %j', (flags, message) => {
  expect(() => fromOf(flags, 'default')).toThrow(message)
})

test('--resolve', () => {
  expect(resolveOption(['a.example:80:10.0.0.1,10.0.0.2'])).toEqual({ 'a.example:80': ['10.0.0.1', '10.0.0.2'] })
  expect(() => resolveOption(['a:b'])).toThrow("Couldn't parse CURLOPT_RESOLVE entry 'a:b'")
})

test.each<[url: string, given: Partial<Sending>, authorization: string | undefined]>([
  ['http://web', {}, undefined],
  ['http://ann:secret@web', {}, 'Basic YW5uOnNlY3JldA=='],
  ['http://ann@web', {}, 'Basic YW5uOg=='],
  ['http://a%40b:c%2Fd@web', {}, 'Basic YUBiOmMvZA=='],
  ['http://ann:secret@web', { user: 'bob', headers: [['Authorization', 'Basic Ym9iOg==']] }, 'Basic YW5uOnNlY3JldA=='],
  ['http://ann:secret@web', { headers: [['Authorization', 'Bearer t']] }, 'Bearer t'],
])('credentials of %s', (url, given, authorization) => {
  const { headers } = withUrlCredentials({ ...GET, ...given }, url)
  expect(headers.find(([name]) => name === 'Authorization')?.[1]).toBe(authorization)
})
