import type { Ms } from '../../../lib/time.ts'
import type { HttpResponse } from '../../images/image.ts'
import type { HttpAnswer } from './call.ts'

export const STATUS_TEXT: Record<number, string> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  413: 'Content Too Large',
  418: "I'm a teapot",
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

/** What curl adds to its exit code 60. */
export const UNTRUSTED = `More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the webpage mentioned above.`

/** `content-type` as servers spell it: `Content-Type`. */
const spelled = (name: string) =>
  name.replace(/(^|-)[a-z]/g, letters => letters.toUpperCase()).replace(/^Etag$/, 'ETag')

const hasBody = (status: number) => status >= 200 && status !== 204 && status !== 304

/** What an image answers, completed as an HTTP/1.1 server does: date and length, no body after HEAD. */
export function onTheWire({ status, reason, headers = {}, body }: HttpResponse, method: string, now: Ms): HttpAnswer {
  const { server, date, ...others } = headers
  const wire: Record<string, string> = {}
  if (server !== undefined) wire['Server'] = server
  wire['Date'] = date ?? new Date(now).toUTCString()
  for (const name in others) wire[spelled(name)] = others[name]!
  if (hasBody(status)) wire['Content-Length'] ??= String(byteLength(body))
  const sent = method === 'HEAD' || !hasBody(status) ? '' : body
  return { status, statusText: reason ?? STATUS_TEXT[status] ?? '', headers: wire, body: sent }
}

/** Bytes in UTF-8. */
export function byteLength(text: string): number {
  let length = text.length
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 0x7f) length += code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 1 : 2
  }
  return length
}
