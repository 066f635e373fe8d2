import { basicAuth, credentials } from '../../../network/connect/url.ts'

/** What curl is asked to do. */
export interface CurlRequest {
  urls: string[]
  method: string
  /** Names in lower case. */
  headers: Record<string, string>
  /** A header Authorization was given: what stands in a URL does not count. */
  isAuthorized: boolean
  body: string
  silent: boolean
  /** Messages are shown. */
  speaks: boolean
  fail: boolean
  include: boolean
  head: boolean
  verbose: boolean
  follow: boolean
  /** Certificates are not judged. */
  insecure: boolean
  /** File names; `-` is standard output. `remoteName`: named as the URL ends. */
  output?: string
  remoteName: boolean
  writeOut?: string
  maxTimeMs?: number
  connectTimeoutMs?: number
  retries: number
  retryDelayMs?: number
  /** Which failures are tried again besides time-outs and some answers. */
  retryOn: 'usual' | 'refused' | 'all'
}

/** Options by their long names; the short ones, and whether a value follows. */
const OPTIONS: Record<string, { short?: string; takes?: true }> = {
  silent: { short: 's' },
  'show-error': { short: 'S' },
  fail: { short: 'f' },
  include: { short: 'i' },
  head: { short: 'I' },
  verbose: { short: 'v' },
  location: { short: 'L' },
  insecure: { short: 'k' },
  'no-progress-meter': {},
  'retry-connrefused': {},
  'retry-all-errors': {},
  'remote-name': { short: 'O' },
  ipv4: { short: '4' },
  output: { short: 'o', takes: true },
  'write-out': { short: 'w', takes: true },
  'max-time': { short: 'm', takes: true },
  'connect-timeout': { takes: true },
  header: { short: 'H', takes: true },
  request: { short: 'X', takes: true },
  data: { short: 'd', takes: true },
  'data-raw': { takes: true },
  'user-agent': { short: 'A', takes: true },
  user: { short: 'u', takes: true },
  referer: { short: 'e', takes: true },
  cookie: { short: 'b', takes: true },
  retry: { takes: true },
  'retry-delay': { takes: true },
}

const BY_LETTER = new Map(
  Object.entries(OPTIONS).flatMap(([name, { short }]) => (short ? [[short, name] as const] : [])),
)

/** Reads curl's arguments; a text is what curl says of those it refuses (exit 2). */
export function curlRequest(args: readonly string[]): CurlRequest | string {
  const given: [name: string, value: string][] = []
  const urls: string[] = []
  const rest = [...args]
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (!arg.startsWith('-') || arg === '-') {
      urls.push(arg)
      continue
    }
    const long = arg.startsWith('--')
    if (long) {
      const option = OPTIONS[arg.slice(2)]
      if (!option) return unknown(arg)
      given.push([arg.slice(2), option.takes ? (rest.shift() ?? '') : ''])
      continue
    }
    for (let at = 1; at < arg.length; at++) {
      const name = BY_LETTER.get(arg[at]!)
      if (name === undefined) return unknown(`-${arg[at]}`)
      if (!OPTIONS[name]!.takes) {
        given.push([name, ''])
        continue
      }
      given.push([name, arg.slice(at + 1) || (rest.shift() ?? '')])
      break
    }
  }
  return requestOf(urls, given)
}

const unknown = (option: string) => `curl: option ${option}: is unknown, or not simulated by kubesim`

function requestOf(urls: string[], given: readonly [string, string][]): CurlRequest {
  const last = (name: string) => given.findLast(each => each[0] === name)?.[1]
  const has = (name: string) => last(name) !== undefined
  const headers: Record<string, string> = { 'user-agent': last('user-agent') ?? 'curl/8.11.1', accept: '*/*' }
  const user = last('user')
  if (user !== undefined) headers['authorization'] = basicAuth(credentials(user))
  for (const name of ['referer', 'cookie']) if (has(name)) headers[name] = last(name)!
  const pieces = given.filter(([name]) => name === 'data' || name === 'data-raw').map(([, value]) => value)
  if (pieces.length > 0) headers['content-type'] = 'application/x-www-form-urlencoded'
  for (const [name, value] of given) {
    if (name !== 'header') continue
    const colon = value.indexOf(':')
    const key = (colon < 0 ? value : value.slice(0, colon)).toLowerCase()
    const text = colon < 0 ? '' : value.slice(colon + 1).trim()
    // A header without a value is left out.
    if (text === '') delete headers[key]
    else headers[key] = text
  }
  const milliseconds = (name: string) => (has(name) ? Number(last(name)) * 1000 : undefined)
  const silent = has('silent')
  return {
    urls,
    method: last('request') ?? (has('head') ? 'HEAD' : pieces.length > 0 ? 'POST' : 'GET'),
    headers,
    isAuthorized: given.some(([name, value]) => name === 'header' && /^authorization:/i.test(value)),
    body: pieces.join('&'),
    silent,
    speaks: !silent || has('show-error'),
    fail: has('fail'),
    include: has('include'),
    head: has('head'),
    verbose: has('verbose'),
    follow: has('location'),
    insecure: has('insecure'),
    output: last('output'),
    remoteName: has('remote-name'),
    writeOut: last('write-out'),
    maxTimeMs: milliseconds('max-time'),
    connectTimeoutMs: milliseconds('connect-timeout'),
    retries: Number(last('retry') ?? 0),
    retryDelayMs: milliseconds('retry-delay'),
    retryOn: has('retry-all-errors') ? 'all' : has('retry-connrefused') ? 'refused' : 'usual',
  }
}
