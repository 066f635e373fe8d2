import { basicAuth, credentials, urlCredentials } from '../../../cluster/network/connect/url.ts'
import type { Flag, Flags, Io } from '../../command.ts'
import { FROM } from './from.ts'

/** curl's options that kubesim knows, and kubesim's own. */
export const FLAGS: Flag[] = [
  ...FROM,
  {
    name: 'repeat',
    type: 'int',
    default: 1,
    help: 'Send the request so many times, each on a new connection, and count the answers per Pod.',
  },
  {
    name: 'rate',
    type: 'string',
    help: 'With --repeat: so many connections per second of cluster time (10, 10/s, 90/m). Default: all at once.',
  },
  {
    name: 'trace',
    type: 'bool',
    default: false,
    help: 'Show each decision on the way instead of the body; with -o json for programs.',
  },
  {
    name: 'resolve',
    type: 'array',
    help: 'HOST:PORT:ADDRESS: take this address instead of asking DNS.',
  },
  { name: 'silent', short: 's', type: 'bool', default: false, help: 'Do not print errors.' },
  { name: 'show-error', short: 'S', type: 'bool', default: false, help: 'Print errors all the same with -s.' },
  {
    name: 'include',
    short: 'i',
    type: 'bool',
    default: false,
    help: 'Print the headers of the answer before its body.',
  },
  { name: 'head', short: 'I', type: 'bool', default: false, help: 'Ask for the headers only (HEAD).' },
  {
    name: 'verbose',
    short: 'v',
    type: 'bool',
    default: false,
    help: 'Tell on standard error what is sent and received.',
  },
  { name: 'request', short: 'X', type: 'string', help: 'The method. Default: GET, POST with -d, HEAD with -I.' },
  { name: 'header', short: 'H', type: 'array', help: "A header ('Name: value'); 'Name:' leaves one out." },
  { name: 'data', short: 'd', type: 'array', help: 'The body of a POST; @FILE reads a file, @- standard input.' },
  { name: 'data-raw', type: 'array', help: 'The body of a POST, where @ has no meaning.' },
  { name: 'data-binary', type: 'array', help: 'As -d, with newlines of files kept.' },
  { name: 'json', type: 'array', help: 'As -d, sent and accepted as application/json.' },
  { name: 'get', short: 'G', type: 'bool', default: false, help: 'Put the data of -d into the URL.' },
  { name: 'user-agent', short: 'A', type: 'string', help: 'The User-Agent header.' },
  { name: 'user', short: 'u', type: 'string', help: 'NAME:PASSWORD for basic authentication.' },
  { name: 'cookie', short: 'b', type: 'string', help: 'The Cookie header.' },
  { name: 'referer', short: 'e', type: 'string', help: 'The Referer header.' },
  {
    name: 'output',
    short: 'o',
    type: 'string',
    help: 'Write the body to a file. With --trace or --repeat, json: print the result as JSON.',
  },
  { name: 'write-out', short: 'w', type: 'string', help: "Print a text after the answer, such as '%{http_code}\\n'." },
  {
    name: 'fail',
    short: 'f',
    type: 'bool',
    default: false,
    help: 'Print no body and exit 22 when the status is 400 or more.',
  },
  { name: 'location', short: 'L', type: 'bool', default: false, help: 'Follow redirects.' },
  { name: 'max-redirs', type: 'int', default: 50, help: 'How many redirects to follow.' },
  { name: 'max-time', short: 'm', type: 'string', help: 'Seconds the whole request may take.' },
  { name: 'connect-timeout', type: 'string', help: 'Seconds the connection may take.' },
  {
    name: 'insecure',
    short: 'k',
    type: 'bool',
    default: false,
    help: 'Do not judge certificates.',
  },
]

export const AGENT = 'curl/8.11.1'

/** A refusal of curl: `curl: (code) message`, or the bare message where curl prints no code. */
export class CurlError extends Error {
  readonly code: number
  readonly bare: boolean
  constructor(code: number, message: string, bare = false) {
    super(message)
    this.code = code
    this.bare = bare
  }
}

/** What is sent, apart from the URL. */
export interface Sending {
  method: string
  /** As they are written, in their order; without Host. */
  headers: [name: string, value: string][]
  body: string
  /** For whom Authorization was made: of -u, later of the URL. A header that was given stands for itself. */
  user?: string
  /** Data for the URL (-G). */
  query?: string
  connectTimeout?: number
  insecure: boolean
  maxTime?: number
}

const AUTHORIZATION = 'Authorization'

/** With the name and password that stand in the URL; a header Authorization of the user's own goes before. */
export function withUrlCredentials(sent: Sending, url: string): Sending {
  const found = urlCredentials(url)
  const isOwn = sent.user === undefined && sent.headers.some(([name]) => name.toLowerCase() === 'authorization')
  if (!found || isOwn) return sent
  const others = sent.headers.filter(([name]) => name !== AUTHORIZATION)
  return { ...sent, user: found.name, headers: [[AUTHORIZATION, basicAuth(found)], ...others] }
}

/** What another host than the one that was asked must not see. */
export function withoutSecrets({ user: _, ...sent }: Sending): Sending {
  return { ...sent, headers: sent.headers.filter(([name]) => !/^(authorization|cookie)$/i.test(name)) }
}

/** Addresses by `host:port` of --resolve HOST:PORT:ADDRESS[,ADDRESS]. Throws CurlError. */
export function resolveOption(texts: string[]): Record<string, string[]> | undefined {
  if (texts.length === 0) return undefined
  const result: Record<string, string[]> = {}
  for (const text of texts) {
    const match = /^\+?([^:]+):(\d+):([\d.,]+)$/.exec(text)
    if (!match) throw new CurlError(49, `Couldn't parse CURLOPT_RESOLVE entry '${text}'`)
    result[`${match[1]}:${match[2]}`] = match[3]!.split(',')
  }
  return result
}

/** Milliseconds of an option in seconds. */
function milliseconds(flags: Flags, name: string): number | undefined {
  const text = flags[name]
  if (text === undefined) return undefined
  const seconds = Number(text)
  if (text.trim() === '' || !Number.isFinite(seconds) || seconds < 0) {
    throw new CurlError(2, `curl: option --${name}: expected a proper numerical parameter`, true)
  }
  return seconds === 0 ? undefined : Math.max(1, Math.round(seconds * 1000))
}

/** Reads the options into what is sent. Throws CurlError. */
export async function sending(flags: Flags, readFile: (path: string) => Promise<string>): Promise<Sending> {
  const { body, isJson } = await bodyOf(flags, readFile)
  const inUrl = flags['get'] && body !== undefined
  const sent = inUrl ? undefined : body
  const headers = headersOf(flags, sent, isJson)
  const method = flags['request'] ?? (flags['head'] ? 'HEAD' : sent === undefined ? 'GET' : 'POST')
  return {
    method,
    headers,
    body: sent ?? '',
    query: inUrl ? body : undefined,
    ...(flags['user'] !== undefined && { user: credentials(flags['user']).name }),
    insecure: flags['insecure'] === true,
    connectTimeout: milliseconds(flags, 'connect-timeout'),
    maxTime: milliseconds(flags, 'max-time'),
  }
}

async function bodyOf(flags: Flags, readFile: (path: string) => Promise<string>) {
  const parts: string[] = []
  for (const text of flags['data'] as string[]) {
    parts.push(text.startsWith('@') ? (await readFile(text.slice(1))).replace(/[\r\n]/g, '') : text)
  }
  for (const text of flags['data-raw'] as string[]) parts.push(text)
  for (const name of ['data-binary', 'json'] as const) {
    for (const text of flags[name] as string[]) {
      parts.push(text.startsWith('@') ? await readFile(text.slice(1)) : text)
    }
  }
  const isJson = flags['json'].length > 0
  return { body: parts.length > 0 ? parts.join(isJson ? '' : '&') : undefined, isJson }
}

function headersOf(flags: Flags, body: string | undefined, isJson: boolean): [string, string][] {
  const given: [string, string | undefined][] = (flags['header'] as string[]).map(text => {
    const colon = text.indexOf(':')
    if (colon < 0) return [text.replace(/;$/, ''), text.endsWith(';') ? '' : undefined]
    const value = text.slice(colon + 1).trim()
    return [text.slice(0, colon).trim(), value === '' ? undefined : value]
  })
  const headers: [string, string][] = []
  const own = (name: string, value: string | undefined) => {
    if (value === undefined || given.some(([other]) => other.toLowerCase() === name.toLowerCase())) return
    headers.push([name, value])
  }
  const user: string | undefined = flags['user']
  own('Authorization', user === undefined ? undefined : basicAuth(credentials(user)))
  own('User-Agent', flags['user-agent'] ?? AGENT)
  own('Accept', isJson ? 'application/json' : '*/*')
  own('Referer', flags['referer'])
  own('Cookie', flags['cookie'])
  if (isJson) own('Content-Type', 'application/json')
  for (const [name, value] of given) if (value !== undefined) headers.push([name, value])
  if (body !== undefined) {
    own('Content-Length', String(Buffer.byteLength(body)))
    if (!isJson) own('Content-Type', 'application/x-www-form-urlencoded')
  }
  return headers
}

/** Reads the file of an `@` argument; `-` is standard input. */
export const fileReader = (io: Io) => async (path: string) => {
  if (path === '-') return (await io.stdin()).toString()
  const [{ readFile }, { resolve }] = await Promise.all([import('node:fs/promises'), import('node:path')])
  try {
    return await readFile(resolve(io.cwd, path), 'utf8')
  } catch {
    throw new CurlError(26, `Failed to open ${path}`)
  }
}
