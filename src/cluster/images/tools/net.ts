import type { NetworkAnswer, NetworkQuestion } from '../image.ts'
import { pass, resolvePath, Suspended, type Tool, type Use } from '../shell/world.ts'
import { options } from './options.ts'

/** Asks the network at the process's own time and lets the time pass that the answer takes. */
export function ask(use: Use, question: NetworkQuestion): NetworkAnswer {
  const { network } = use.world.running
  if (!network) throw new Suspended(use.world.now)
  const answer = network(question, use.world.now)
  if (!answer) throw new Suspended(use.world.now)
  pass(use.world, answer.ms)
  return answer
}

export const STATUS_TEXT: Record<number, string> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

/** Host and port of a URL; the scheme may be missing. */
function parts(url: string): { full: string; host: string; port: number; path: string } {
  const full = /^[a-z]+:\/\//.test(url) ? url : `http://${url}`
  const match = /^([a-z]+):\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?([^#]*)/.exec(full)!
  const port = match[3] ? Number(match[3]) : match[1] === 'https' ? 443 : 80
  return { full, host: match[2]!, port, path: match[4] || '/' }
}

/** Writes a body to where `-o`/`-O` says; `-` is the standard output. */
function deliver(use: Use, target: string | undefined, body: string): void {
  if (!target || target === '-') use.io.out(body)
  else if (target !== '/dev/null') use.world.files.write(resolvePath(use.cwd, target), body)
}

const curl: Tool = use => {
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
    const { full, host, port } = parts(url)
    const began = use.world.now
    const answer = ask(use, {
      kind: 'http',
      method,
      url: full,
      headers,
      body: data ?? '',
      timeoutMs: limit ? Number(limit) * 1000 : undefined,
    })
    const { failure, response } = answer
    if (failure || !response) {
      const [exit, text] = curlFailure(answer, host, port, use.world.now - began)
      if (speaks) use.io.err(`curl: (${exit}) ${text}\n`)
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

/** Exit code and text of curl for what went wrong. */
function curlFailure(answer: NetworkAnswer, host: string, port: number, ms: number): [number, string] {
  switch (answer.failure) {
    case 'resolve':
      return [6, `Could not resolve host: ${host}`]
    case 'url':
      return [3, 'URL rejected: Malformed input to a URL function']
    case 'refused':
      return [7, `Failed to connect to ${host} port ${port} after ${ms} ms: Could not connect to server`]
    case 'timeout':
      return [28, `Connection timed out after ${ms} milliseconds`]
    default:
      return [52, 'Empty reply from server']
  }
}

const wget: Tool = use => {
  const { flags, values, words } = options(use.args, ['O', 'T', 'o', 't', 'header', 'post-data', 'timeout', 'tries'])
  const quiet = flags.has('q')
  const [url] = words
  if (!url) {
    use.io.err('wget: missing URL\n')
    return 1
  }
  const { full, host, port, path } = parts(url)
  const timeout = values['T'] ?? values['timeout']
  const body = values['post-data']
  const answer = ask(use, {
    kind: 'http',
    method: body === undefined ? 'GET' : 'POST',
    url: full,
    headers: { 'user-agent': 'Wget' },
    body: body ?? '',
    timeoutMs: timeout ? Number(timeout) * 1000 : undefined,
  })
  if (!quiet && answer.address)
    use.io.err(`Connecting to ${host}${port === 80 ? '' : `:${port}`} (${answer.address}:${answer.port})\n`)
  const { response } = answer
  if (!response) {
    use.io.err(`wget: ${wgetFailure(answer, host, port)}\n`)
    return 1
  }
  const status = `${response.status} ${STATUS_TEXT[response.status] ?? ''}`
  if (flags.has('S') || flags.has('server-response')) {
    const lines = Object.entries(response.headers ?? {}).map(([name, value]) => `  ${name}: ${value}\n`)
    use.io.err(`  HTTP/1.1 ${status}\n${lines.join('')}`)
  }
  if (response.status >= 400) {
    use.io.err(`wget: server returned error: HTTP/1.1 ${status}\n`)
    return 1
  }
  if (flags.has('spider')) return 0
  const target = values['O'] ?? (path.replace(/\?.*/, '').split('/').pop() || 'index.html')
  if (!quiet) use.io.err(target === '-' ? 'writing to stdout\n' : `saving to '${target}'\n`)
  deliver(use, target, response.body)
  if (!quiet) {
    const bar = `${target.padEnd(20).slice(0, 20)} 100% |********************************| ${String(response.body.length).padStart(5)}  0:00:00 ETA\n`
    use.io.err(`${bar}${target === '-' ? 'written to stdout' : `'${target}' saved`}\n`)
  }
  return 0
}

function wgetFailure(answer: NetworkAnswer, host: string, port: number): string {
  switch (answer.failure) {
    case 'resolve':
    case 'url':
      return `bad address '${port === 80 ? host : `${host}:${port}`}'`
    case 'refused':
      return `can't connect to remote host (${answer.address}): Connection refused`
    case 'timeout':
      return 'download timed out'
    default:
      return 'error getting response'
  }
}

/** The server that resolv.conf names. */
const nameserver = (use: Use) =>
  use.world.files.read('/etc/resolv.conf')?.match(/^nameserver (\S+)/m)?.[1] ?? '127.0.0.1'

const nslookup: Tool = use => {
  const name = options(use.args).words[0]
  if (!name) {
    use.io.err('Usage: nslookup [HOST]\n')
    return 1
  }
  const server = nameserver(use)
  const busybox = use.world.userland !== 'debian'
  const answer = ask(use, { kind: 'lookup', name })
  if (answer.failure === 'timeout') {
    use.io.out(';; connection timed out; no servers could be reached\n')
    return 1
  }
  use.io.out(`Server:\t\t${server}\nAddress:\t${server}${busybox ? ':' : '#'}53\n\n`)
  if (!answer.addresses?.length) {
    use.io.out(`** server can't find ${name}: NXDOMAIN\n\n`)
    return 1
  }
  for (const address of answer.addresses) use.io.out(`Name:\t${answer.name ?? name}\nAddress: ${address}\n`)
  use.io.out('\n')
  return 0
}

/** `nc -z HOST PORT` and `nc HOST PORT`; `-l` (listening) is refused by name. */
const nc: Tool = use => {
  const { flags, values, words } = options(use.args, ['w', 'p', 'e'])
  if (flags.has('l')) {
    use.io.err('nc: kubesim does not simulate listening (-l)\n')
    return 1
  }
  const [host = '', port = ''] = words
  const answer = ask(use, {
    kind: 'tcp',
    host,
    port: Number(port),
    timeoutMs: values['w'] ? Number(values['w']) * 1000 : undefined,
  })
  const verbose = flags.has('v')
  switch (answer.failure) {
    case undefined:
      if (verbose) use.io.err(`${host} (${answer.address}:${port}) open\n`)
      if (!flags.has('z') && answer.banner) use.io.out(answer.banner)
      return 0
    case 'resolve':
    case 'url':
      use.io.err(`nc: bad address '${host}'\n`)
      return 1
    default:
      if (verbose || !flags.has('z')) {
        const why = answer.failure === 'refused' ? 'Connection refused' : 'Connection timed out'
        use.io.err(`nc: ${host} (${answer.address}:${port}): ${why}\n`)
      }
      return 1
  }
}

export const netTools: Record<string, Tool> = { curl, wget, nslookup, nc }
