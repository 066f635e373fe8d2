import { STATUS_TEXT } from '../../../network/connect/http.ts'
import type { NetworkAnswer } from '../../image.ts'
import type { parts } from './url.ts'

const EMPTY = { code: 52, message: 'Empty reply from server' }

/** Exit code and message of what went wrong; undefined when there is an answer. */
export const failureOf = ({ response, curl }: NetworkAnswer) => (response ? undefined : (curl ?? EMPTY))

/** `-w`. Variables that are not known stay as they are. */
export function writeOut(format: string, answer: NetworkAnswer, url: string): string {
  const status = String(answer.response?.status ?? 0).padStart(3, '0')
  const known: Record<string, string> = {
    http_code: status,
    response_code: status,
    size_download: String(answer.response?.body.length ?? 0),
    content_type: answer.response?.headers?.['Content-Type'] ?? '',
    exitcode: String(failureOf(answer)?.code ?? 0),
    errormsg: failureOf(answer)?.message ?? '',
    remote_ip: answer.address ?? '',
    remote_port: String(answer.port ?? 0),
    time_total: (answer.ms / 1000).toFixed(6),
    url_effective: url,
  }
  return format
    .replace(/%\{(\w+)\}/g, (all, name: string) => known[name] ?? all)
    .replace(/\\n/g, '\n')
    .replace(/\\t/g, '\t')
}

/** The head of an answer, as it came. */
export function headText({ status, headers = {} }: NonNullable<NetworkAnswer['response']>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${status} ${STATUS_TEXT[status] ?? ''}\r\n${lines.join('')}\r\n`
}

const marked = (mark: string, lines: string[]) => [...lines, ''].map(line => `${mark} ${line}\n`).join('')

/** What `-v` tells of one request. */
export function verbose(
  answer: NetworkAnswer,
  { host, path }: ReturnType<typeof parts>,
  method: string,
  headers: Record<string, string>,
): string {
  const { address, port, response } = answer
  const failure = failureOf(answer)
  const failed = `* ${failure?.message}\n* closing connection #0\n`
  if (address === undefined) return failed
  const trying = `*   Trying ${address}:${port}...\n`
  if (failure?.code === 7 || failure?.code === 28) return trying + failed
  const own = Object.entries(headers).filter(([name]) => name !== 'host')
  const sent = [
    `${method} ${path} HTTP/1.1`,
    `Host: ${headers['host'] ?? (port === 80 ? host : `${host}:${port}`)}`,
    ...own.map(([name, value]) => `${name.replace(/(^|-)[a-z]/g, letters => letters.toUpperCase())}: ${value}`),
  ]
  const begun = `${trying}* Connected to ${host} (${address}) port ${port}\n${marked('>', sent)}`
  if (!response) return begun + failed
  const { status, headers: got = {} } = response
  const head = [`HTTP/1.1 ${status} ${STATUS_TEXT[status] ?? ''}`, ...Object.entries(got).map(pair => pair.join(': '))]
  return `${begun}${marked('<', head)}* Connection #0 to host ${host} left intact\n`
}
