import { parseUrl } from '../../../cluster/network/connect/url.ts'
import type { Exchange } from '../../../cluster/network/connect/call.ts'
import { headText, isConnected } from './verbose.ts'

export interface Outcome {
  exchange: Exchange
  method: string
  redirects: number
  exitCode: number
  /** Bytes of the body that were received. */
  size: number
}

const seconds = (ms: number) => (ms / 1000).toFixed(6)

const VARIABLES: Record<string, (outcome: Outcome) => string> = {
  http_code: ({ exchange }) => String(exchange.response?.status ?? 0).padStart(3, '0'),
  response_code: outcome => VARIABLES['http_code']!(outcome),
  http_version: ({ exchange }) => (exchange.response ? (exchange.response.version ?? '1.1') : '0'),
  scheme: ({ exchange }) => exchange.scheme,
  method: ({ method }) => method,
  content_type: ({ exchange }) => exchange.response?.headers['Content-Type'] ?? '',
  url: ({ exchange }) => exchange.url,
  url_effective: ({ exchange }) => exchange.url,
  remote_ip: ({ exchange }) => (isConnected(exchange) ? exchange.address! : ''),
  remote_port: ({ exchange }) => (isConnected(exchange) ? String(exchange.port) : '0'),
  local_ip: ({ exchange }) => (isConnected(exchange) ? exchange.local.ip : ''),
  local_port: ({ exchange }) => (isConnected(exchange) ? String(exchange.local.port) : '0'),
  num_connects: ({ exchange }) => (isConnected(exchange) ? '1' : '0'),
  num_redirects: ({ redirects }) => String(redirects),
  redirect_url: ({ exchange }) => redirectOf(exchange) ?? '',
  size_download: ({ size }) => String(size),
  size_header: ({ exchange }) => String(exchange.response ? headText(exchange.response).length : 0),
  size_upload: () => '0',
  speed_download: ({ size, exchange }) =>
    String(exchange.time.total > 0 ? Math.round((size * 1000) / exchange.time.total) : 0),
  time_namelookup: ({ exchange }) => seconds(exchange.time.resolve),
  time_connect: ({ exchange }) => seconds(isConnected(exchange) ? exchange.time.connect : 0),
  time_appconnect: () => seconds(0),
  time_pretransfer: ({ exchange }) => seconds(isConnected(exchange) ? exchange.time.connect : 0),
  time_redirect: () => seconds(0),
  time_starttransfer: ({ exchange }) => seconds(exchange.response ? exchange.time.total : 0),
  time_total: ({ exchange }) => seconds(exchange.time.total),
  exitcode: ({ exitCode }) => String(exitCode),
  errormsg: ({ exchange }) => exchange.failure?.message ?? '',
}

/** Absolute address that an answer leads on to. */
export function redirectOf({ response, url }: Exchange): string | undefined {
  const location =
    response && response.status >= 300 && response.status < 400 ? response.headers['Location'] : undefined
  if (location === undefined) return undefined
  try {
    return new URL(location, url).href
  } catch {
    return undefined
  }
}

/** Whether what is sent to one URL may be sent to the other too: name and password are for one server. */
export function isSameHost(url: string, other: string): boolean {
  const host = (text: string) => {
    const target = parseUrl(text)
    return 'code' in target ? text : `${target.host}:${target.port}`
  }
  return host(url) === host(other)
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t' }

/** The text of `-w`. Unknown variables are complained about and left out, as curl does. */
export function writeOut(format: string, outcome: Outcome, complain: (text: string) => void): string {
  return format.replace(/%%|%\{([^}]*)\}|%header\{([^}]*)\}|\\([nrt])/g, (all, variable, header, letter) => {
    if (all === '%%') return '%'
    if (letter !== undefined) return ESCAPES[letter]!
    if (header !== undefined) {
      const headers = outcome.exchange.response?.headers ?? {}
      const name = Object.keys(headers).find(key => key.toLowerCase() === header.toLowerCase())
      return name === undefined ? '' : headers[name]!
    }
    const value = VARIABLES[variable]
    if (value) return value(outcome)
    complain(`curl: unknown --write-out variable: '${variable}'`)
    return ''
  })
}
