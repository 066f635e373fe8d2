import type { Exchange, HttpAnswer } from '../../../cluster/network/connect/call.ts'
import type { Sending } from './options.ts'

/** The head of an answer as it came, with the empty line that ends it. */
export function headText({ version, status, statusText, headers }: HttpAnswer): string {
  const is2 = version === '2'
  let text = is2 ? `HTTP/2 ${status} \r\n` : `HTTP/1.1 ${status} ${statusText}\r\n`
  for (const name in headers) text += `${is2 ? name.toLowerCase() : name}: ${headers[name]}\r\n`
  return `${text}\r\n`
}

/** Whether the connection stood; what failed afterwards does not count. */
export const isConnected = ({ address, failure }: Exchange): boolean =>
  address !== undefined && ![6, 7].includes(failure?.code ?? 0) && !/connect(?!ion reset)/i.test(failure?.message ?? '')

const marked = (mark: string, text: string) =>
  text
    .slice(0, -1)
    .split('\n')
    .map(line => `${mark} ${line}\n`)
    .join('')

/** How TLS began, as far as a certificate was shown. */
function handshake({ certificate, failure }: Exchange): string {
  const client = (what: string) => `* TLSv1.3 (OUT), TLS handshake, ${what}:\n`
  const server = (what: string) => `* TLSv1.3 (IN), TLS handshake, ${what}:\n`
  if (!certificate) return client('Client hello (1)')
  return [
    client('Client hello (1)'),
    server('Server hello (2)'),
    server('Certificate (11)'),
    ...(failure ? [] : accepted(certificate.subject)),
  ].join('')
}

const accepted = (subject: string) => [
  '* SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384\n',
  `* Server certificate:\n*  subject: ${subject}\n*  issuer: ${subject}\n`,
  '*  SSL certificate verify result: self-signed certificate (18), continuing anyway.\n',
]

/** What `-v` tells of one request, as curl 8.11 words it. */
export function verbose(exchange: Exchange, { method, headers, user }: Sending): string {
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
  if (exchange.scheme === 'https') {
    text += handshake(exchange)
    if (failure) return `${text}* ${failure.message}\n* closing connection #0\n`
  }
  const own = headers.some(([name]) => name.toLowerCase() === 'host')
  const hostLine = own
    ? ''
    : `Host: ${port === (exchange.scheme === 'https' ? 443 : 80) ? host : `${host}:${port}`}\r\n`
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const version = response?.version ?? '1.1'
  const using = version === '2' ? 'HTTP/2' : 'HTTP/1.x'
  const auth = user === undefined ? '' : `* Server auth using Basic with user '${user}'\n`
  text += `* using ${using}\n${auth}${marked('>', `${method} ${path} HTTP/${version}\r\n${hostLine}${lines}\r\n`)}* Request completely sent off\n`
  if (!response) return `${text}* ${failure?.message}\n* closing connection #0\n`
  return text + marked('<', headText(response))
}
