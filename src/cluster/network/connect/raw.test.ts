import { expect, test } from 'vitest'
import { prng } from '../../../lib/prng.ts'
import type { Hop, Listener } from './dial.ts'
import { conversation, httpRequest } from './raw.ts'

test.each([
  ['GET / HTTP/1.1\r\nHost: web\r\n\r\n', { method: 'GET', path: '/', headers: { host: 'web' }, body: '' }],
  ['GET /a HTTP/1.0\n\n', { method: 'GET', path: '/a', headers: {}, body: '' }],
  [
    'POST /x HTTP/1.1\nA: 1\nB:2\n\nbody\n',
    { method: 'POST', path: '/x', headers: { a: '1', b: '2' }, body: 'body\n' },
  ],
  ['GET / HTTP/1.1\r\nHost: web\r\n', undefined],
  ['PING\r\n', undefined],
  ['', undefined],
])('%j is read as HTTP, or not', (text, request) => {
  expect(httpRequest(text)).toEqual(request)
})

const hop: Hop = {
  rng: prng('raw'),
  depth: 1,
  memory: { note: () => undefined, setNote() {} },
  trace: false,
  further() {},
}
const web: Listener = { respond: ({ path }) => ({ status: 200, body: path }), banner: () => '' }
const mail: Listener = {
  respond: () => undefined,
  banner: () => '220 hello\r\n',
  talk: (text, from) => `${text.trim()} from ${from}\r\n`,
}

test.each([
  [web, '', ''],
  [web, 'nonsense\n', ''],
  [web, 'GET /a HTTP/1.0\n\n', 'HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nContent-Length: 2\r\n\r\n/a'],
  [mail, '', '220 hello\r\n'],
  [mail, 'NOOP\r\n', '220 hello\r\nNOOP from 10.0.0.1\r\n'],
  [mail, 'GET / HTTP/1.0\n\n', '220 hello\r\nGET / HTTP/1.0 from 10.0.0.1\r\n'],
])('%# what comes back', (listener, input, expected) => {
  expect(conversation(listener, input, '10.0.0.1', 0, hop)).toBe(expected)
})
