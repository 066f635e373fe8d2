import type { NetworkAnswer } from '../../image.ts'
import { UNTRUSTED } from '../../../network/connect/http.ts'
import { basicAuth, urlCredentials } from '../../../network/connect/url.ts'
import { pass, type Tool, type Use } from '../../shell/world.ts'
import { ask } from './ask.ts'
import { type CurlRequest, curlRequest } from './curl-options.ts'
import { failureOf, headText, verbose, writeOut } from './curl-text.ts'
import { deliver, parts } from './url.ts'

const HELP = "curl: try 'curl --help' or 'curl --manual' for more information\n"

export const curl: Tool = use => {
  const request = curlRequest(use.args)
  if (typeof request === 'string' || request.urls.length === 0) {
    use.io.err(typeof request === 'string' ? `${request}\n${HELP}` : `curl: (2) no URL specified\n${HELP}`)
    return 2
  }
  let code = 0
  for (const url of request.urls) code = transfer(use, request, url) || code
  return code
}

/** One URL, tried again and followed on as the options say. */
function transfer(use: Use, request: CurlRequest, url: string): number {
  for (let left = request.retries, wait = 1000; ; left--, wait *= 2) {
    const { answer, at } = followed(use, request, url)
    const why = left > 0 ? troubleOf(answer, request.retryOn) : undefined
    if (why === undefined) return finish(use, request, answer, at)
    const ms = request.retryDelayMs || wait
    const rest = `${left} ${left === 1 ? 'retry' : 'retries'} left.`
    if (!request.silent)
      use.io.err(`Warning: Problem: ${why}. Will retry in ${ms / 1000} second${ms === 1000 ? '' : 's'}. ${rest}\n`)
    pass(use.world, ms)
  }
}

const TRANSIENT = [408, 429, 500, 502, 503, 504]

/** What curl thinks worth another try. */
function troubleOf(answer: NetworkAnswer, retryOn: CurlRequest['retryOn']): string | undefined {
  const failure = failureOf(answer)
  if (!failure) return TRANSIENT.includes(answer.response!.status) ? 'HTTP error' : undefined
  if (failure.code === 28) return 'timeout'
  if (failure.code === 7 && retryOn !== 'usual') return 'connection refused'
  return retryOn === 'all' ? '(retrying all errors)' : undefined
}

/** As many redirects as curl follows. */
const REDIRECTS = 50

function followed(use: Use, request: CurlRequest, url: string): { answer: NetworkAnswer; at: string } {
  let at = parts(url).full
  let { method, body, headers } = request
  const user = request.isAuthorized ? undefined : urlCredentials(at)
  if (user) headers = { ...headers, authorization: basicAuth(user) }
  for (let redirects = 0; ; redirects++) {
    const { insecure, maxTimeMs: timeoutMs, connectTimeoutMs } = request
    const answer = ask(use, { kind: 'http', method, url: at, headers, body, insecure, timeoutMs, connectTimeoutMs })
    if (request.verbose) use.io.err(verbose(answer, parts(at), method, headers))
    const { response } = answer
    const to = response?.headers?.['Location']
    if (!request.follow || !response || response.status < 300 || response.status > 399 || to === undefined)
      return { answer, at }
    if (redirects === REDIRECTS) {
      const message = `Maximum (${REDIRECTS}) redirects followed`
      return { answer: { ms: answer.ms, failure: 'url', curl: { code: 47, message } }, at }
    }
    if (request.include || request.head) use.io.out(headText(response))
    const before = parts(at).host
    at = new URL(to, at).href
    if (parts(at).host !== before) headers = withoutSecrets(headers)
    if (response.status < 304 && method === 'POST') [method, body] = ['GET', '']
  }
}

/** Another host than the one that was asked must not see them. */
function withoutSecrets({ authorization: _, cookie: __, ...headers }: Record<string, string>): Record<string, string> {
  return headers
}

function finish(use: Use, request: CurlRequest, answer: NetworkAnswer, url: string): number {
  const { response } = answer
  let failure = failureOf(answer)
  if (response) {
    if (request.fail && response.status >= 400) {
      failure = { code: 22, message: `The requested URL returned error: ${response.status}` }
    }
    if (request.include || request.head) use.io.out(headText(response))
    const named = request.remoteName ? parts(url).path.replace(/\?.*/, '').split('/').pop() : undefined
    if (!failure && !request.head) deliver(use, request.output ?? (named || undefined), response.body)
  }
  if (failure && request.speaks) {
    use.io.err(`curl: (${failure.code}) ${failure.message}\n`)
    if (failure.code === 60) use.io.err(`${UNTRUSTED}\n`)
  }
  if (request.writeOut !== undefined) use.io.out(writeOut(request.writeOut, answer, url))
  return failure?.code ?? 0
}
