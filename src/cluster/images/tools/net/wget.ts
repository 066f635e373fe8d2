import type { NetworkAnswer } from '../../image.ts'
import { STATUS_TEXT } from '../../../network/connect/http.ts'
import { basicAuth, urlCredentials } from '../../../network/connect/url.ts'
import type { Tool } from '../../shell/world.ts'
import { options } from '../options.ts'
import { ask } from './ask.ts'
import { deliver, parts } from './url.ts'

export const wget: Tool = use => {
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
  const user = urlCredentials(full)
  const answer = ask(use, {
    kind: 'http',
    method: body === undefined ? 'GET' : 'POST',
    url: full,
    headers: { 'user-agent': 'Wget', ...(user && { authorization: basicAuth(user) }) },
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
