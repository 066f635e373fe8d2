import { expect, test } from 'vitest'
import { curlRequest } from './curl-options.ts'

test.each<[string, object | string]>([
  ['http://web', { urls: ['http://web'], method: 'GET', silent: false, speaks: true }],
  ['-sS http://web', { silent: true, speaks: true }],
  ['-s http://web', { silent: true, speaks: false }],
  ['-I web', { method: 'HEAD', head: true }],
  ['-d a=1 -d b=2 web', { method: 'POST', body: 'a=1&b=2' }],
  ['-X PUT -d x web', { method: 'PUT', body: 'x' }],
  ['-so /dev/null -w %{http_code} web', { output: '/dev/null', writeOut: '%{http_code}', urls: ['web'] }],
  ['-m2 --connect-timeout 1 web', { maxTimeMs: 2000, connectTimeoutMs: 1000 }],
  ['--retry 3 --retry-delay 2 --retry-connrefused web', { retries: 3, retryDelayMs: 2000, retryOn: 'refused' }],
  ['-H Host:a.example web', { headers: { 'user-agent': 'curl/8.11.1', accept: '*/*', host: 'a.example' } }],
  ['-H Accept: web', { headers: { 'user-agent': 'curl/8.11.1' } }],
  ['--nonsense web', 'curl: option --nonsense: is unknown, or not simulated by kubesim'],
  ['-sZ web', 'curl: option -Z: is unknown, or not simulated by kubesim'],
])('curl %s', (line, expected) => {
  const request = curlRequest(line.split(' '))
  if (typeof expected === 'string') expect(request).toBe(expected)
  else expect(request).toMatchObject(expected)
})
