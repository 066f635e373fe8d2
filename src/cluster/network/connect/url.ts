/** What curl makes of a URL, or why it refuses it. */
export interface Target {
  /** With its scheme, as curl shows it (`%{url_effective}`). */
  url: string
  scheme: 'http' | 'https'
  host: string
  port: number
  /** With the query, without the fragment. */
  path: string
  /** `user:password` that stood before the host. */
  user?: string
}

/** Exit code and text of curl. */
export interface Refusal {
  code: number
  message: string
}

const rejected = (why: string): Refusal => ({ code: 3, message: `URL rejected: ${why}` })

/** Reads a URL as curl does; without a scheme it is http. */
export function parseUrl(text: string): Target | Refusal {
  if (/[\s\x00-\x1f]/.test(text)) return rejected('Malformed input to a URL function')
  const match = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):\/\/)?([^/?#]*)([^#]*)/.exec(text)!
  const scheme = (match[1] ?? 'http').toLowerCase()
  const authority = match[2]!
  const at = authority.lastIndexOf('@')
  const rest = authority.slice(at + 1)
  if (scheme !== 'http' && scheme !== 'https') {
    return { code: 1, message: `Protocol ${JSON.stringify(scheme)} not supported` }
  }
  const parts = /^(\[[0-9a-fA-F:.]*\]|[^:]*)(?::(.*))?$/.exec(rest)
  if (!parts) return rejected('Port number was not a decimal number between 0 and 65535')
  const host = parts[1]!
  if (host === '') return rejected('No host part in the URL')
  if (!/^(\[[0-9a-fA-F:.]+\]|[\w.~%!$&'()*+,;=-]+)$/.test(host)) return rejected('Bad hostname')
  const digits = parts[2] ?? ''
  const port = digits === '' ? (scheme === 'https' ? 443 : 80) : Number(digits)
  if (!/^\d*$/.test(digits) || port > 65535) {
    return rejected('Port number was not a decimal number between 0 and 65535')
  }
  const tail = match[3]!
  const path = tail.startsWith('/') ? tail : `/${tail}`
  const target: Target = { url: `${scheme}://${authority}${path}`, scheme, host, port, path }
  if (at >= 0) target.user = authority.slice(0, at)
  return target
}

/** Name and password as somebody typed them (`-u`), or from a URL. */
export interface Credentials {
  name: string
  password: string
}

/** `name:password`; without a colon the password is empty. */
export function credentials(text: string): Credentials {
  const colon = text.indexOf(':')
  return colon < 0 ? { name: text, password: '' } : { name: text.slice(0, colon), password: text.slice(colon + 1) }
}

/** Those that stand in a URL, before the host. */
export function urlCredentials(url: string): Credentials | undefined {
  const target = parseUrl(url)
  if ('code' in target || target.user === undefined) return undefined
  const { name, password } = credentials(target.user)
  return { name: decoded(name), password: decoded(password) }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The value of the header Authorization. */
export const basicAuth = ({ name, password }: Credentials): string =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`
