import type { Exchange, HttpAnswer } from '../../../cluster/network/connect/call.ts'

/** The head of an answer as it came, with the empty line that ends it. */
export function headText({ status, statusText, headers }: HttpAnswer): string {
  let text = `HTTP/1.1 ${status} ${statusText}\r\n`
  for (const name in headers) text += `${name}: ${headers[name]}\r\n`
  return `${text}\r\n`
}

/** Whether the connection stood; what failed afterwards does not count. */
export const isConnected = ({ address, failure }: Exchange): boolean =>
  address !== undefined && ![6, 7].includes(failure?.code ?? 0) && !/connect/i.test(failure?.message ?? '')

const marked = (mark: string, text: string) =>
  text
    .slice(0, -1)
    .split('\n')
    .map(line => `${mark} ${line}\n`)
    .join('')

/** What `-v` tells of one request, as curl 8.11 words it. */
export function verbose(exchange: Exchange, method: string, headers: readonly [string, string][]): string {
  const { host, port, path, addresses, address, failure, response, local } = exchange
  if (host === '') return ''
  let text = ''
  const literal = host === address || host === `[${address}]`
  if (addresses.length > 0 && !literal) {
    text += `* Host ${host}:${port} was resolved.\n* IPv6: (none)\n* IPv4: ${addresses.join(', ')}\n`
  }
  if (address !== undefined) text += `*   Trying ${address}:${port}...\n`
  if (!isConnected(exchange)) {
    if (failure?.code === 7) {
      text += `* connect to ${address} port ${port} from ${local.ip} port ${local.port} failed: Connection refused\n`
    }
    return `${text}* ${failure?.message}\n* closing connection #0\n`
  }
  text += `* Connected to ${host} (${address}) port ${port}\n`
  if (exchange.scheme === 'https') return `${text}* ${failure?.message}\n* closing connection #0\n`
  const own = headers.some(([name]) => name.toLowerCase() === 'host')
  const hostLine = own ? '' : `Host: ${port === 80 ? host : `${host}:${port}`}\r\n`
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  text += `* using HTTP/1.x\n${marked('>', `${method} ${path} HTTP/1.1\r\n${hostLine}${lines}\r\n`)}* Request completely sent off\n`
  if (!response) return `${text}* ${failure?.message}\n* closing connection #0\n`
  return text + marked('<', headText(response))
}
