import type { NetworkAnswer } from '../../image.ts'
import { STATUS_TEXT } from '../../../network/connect/http.ts'
import type { Tool } from '../../shell/world.ts'
import { options } from '../options.ts'
import { ask } from './ask.ts'
import { deliver, parts } from './url.ts'

export const curl: Tool = use => {
  const takes = [
    'o',
    'w',
    'm',
    'H',
    'X',
    'd',
    'A',
    'u',
    'e',
    'b',
    'max-time',
    'connect-timeout',
    'output',
    'write-out',
    'request',
    'data',
    'header',
    'user-agent',
    'retry',
    'data-raw',
    'retry-delay',
  ]
  const { flags, values, words } = options(use.args, takes)
  const silent = flags.has('s') || flags.has('silent')
  const speaks = !silent || flags.has('S') || flags.has('show-error')
  if (!words.length) {
    use.io.err("curl: try 'curl --help' or 'curl --manual' for more information\n")
    return 2
  }
  const headers: Record<string, string> = { 'user-agent': values['A'] ?? 'curl/8.11.1', accept: '*/*' }
  use.args.forEach((arg, i) => {
    if (arg !== '-H' && arg !== '--header') return
    const [name = '', ...value] = (use.args[i + 1] ?? '').split(':')
    headers[name.toLowerCase()] = value.join(':').trim()
  })
  const data = values['d'] ?? values['data'] ?? values['data-raw']
  const head = flags.has('I') || flags.has('head')
  const method = values['X'] ?? values['request'] ?? (head ? 'HEAD' : data === undefined ? 'GET' : 'POST')
  const limit = values['m'] ?? values['max-time'] ?? values['connect-timeout']
  let code = 0
  for (const url of words) {
    const { full } = parts(url)
    const answer = ask(use, {
      kind: 'http',
      method,
      url: full,
      headers,
      body: data ?? '',
      timeoutMs: limit ? Number(limit) * 1000 : undefined,
    })
    const { failure, response } = answer
    if (flags.has('v') || flags.has('verbose')) use.io.err(verbose(answer, parts(url), method, headers))
    if (failure || !response) {
      const { code: exit, message } = answer.curl ?? EMPTY
      if (speaks) use.io.err(`curl: (${exit}) ${message}\n`)
      code = exit
    } else {
      const failed = (flags.has('f') || flags.has('fail')) && response.status >= 400
      if (flags.has('i') || head) {
        const lines = Object.entries(response.headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`)
        use.io.out(`HTTP/1.1 ${response.status} ${STATUS_TEXT[response.status] ?? ''}\r\n${lines.join('')}\r\n`)
      }
      if (!failed && !head) deliver(use, values['o'] ?? values['output'], response.body)
      if (failed) {
        code = 22
        if (speaks) use.io.err(`curl: (22) The requested URL returned error: ${response.status}\n`)
      }
    }
    const format = values['w'] ?? values['write-out']
    if (format) use.io.out(writeOut(format, answer))
  }
  return code
}

function writeOut(format: string, answer: NetworkAnswer): string {
  const known: Record<string, string> = {
    http_code: String(answer.response?.status ?? 0).padStart(3, '0'),
    response_code: String(answer.response?.status ?? 0).padStart(3, '0'),
    size_download: String(answer.response?.body.length ?? 0),
    remote_ip: answer.address ?? '',
    remote_port: String(answer.port ?? 0),
    time_total: (answer.ms / 1000).toFixed(6),
  }
  return format
    .replace(/%\{(\w+)\}/g, (all, name: string) => known[name] ?? all)
    .replace(/\\n/g, '\n')
    .replace(/\\t/g, '\t')
}

const EMPTY = { code: 52, message: 'Empty reply from server' }

const marked = (mark: string, lines: string[]) => [...lines, ''].map(line => `${mark} ${line}\n`).join('')

/** What `-v` tells of one request. */
function verbose(
  { address, port, response, curl }: NetworkAnswer,
  target: ReturnType<typeof parts>,
  method: string,
  headers: Record<string, string>,
): string {
  const { host, path } = target
  const failed = `* ${curl?.message ?? EMPTY.message}\n* closing connection #0\n`
  if (address === undefined) return failed
  const trying = `*   Trying ${address}:${port}...\n`
  if (curl?.code === 7 || curl?.code === 28) return trying + failed
  const own = Object.entries(headers).filter(([name]) => name !== 'host')
  const sent = [
    `${method} ${path} HTTP/1.1`,
    `Host: ${headers['host'] ?? (port === 80 ? host : `${host}:${port}`)}`,
    ...own.map(([name, value]) => `${name.replace(/(^|-)[a-z]/g, letters => letters.toUpperCase())}: ${value}`),
  ]
  const begun = `${trying}* Connected to ${host} (${address}) port ${port}\n${marked('>', sent)}`
  if (!response) return begun + failed
  const { status, headers: got = {} } = response
  const head = [
    `HTTP/1.1 ${status} ${STATUS_TEXT[status] ?? ''}`,
    ...Object.entries(got).map(([name, value]) => `${name}: ${value}`),
  ]
  return `${begun}${marked('<', head)}* Connection #0 to host ${host} left intact\n`
}
