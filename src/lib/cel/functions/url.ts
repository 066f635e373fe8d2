/** A URL as Go's net/url takes it apart. */
export interface Url {
  scheme: string
  host: string
  path: string
  query: string
}

/** An absolute URL or path (url.ParseRequestURI); the text says why it is none. */
export function parseUrl(text: string): Url | string {
  const wrong = (what: string) => `parse ${JSON.stringify(text)}: ${what}`
  if (text === '') return wrong('empty url')
  if (/[\x00-\x1f\x7f]/.test(text)) return wrong('net/url: invalid control character in URL')
  const [, beforeFragment] = /^([^#]*)/.exec(text)!
  const [, rest, query = ''] = /^([^?]*)(?:\?([\s\S]*))?$/.exec(beforeFragment!)!
  const found = /^([a-zA-Z][a-zA-Z0-9+.-]*):([\s\S]*)$/.exec(rest!)
  if (rest!.startsWith(':')) return wrong('missing protocol scheme')
  if (!found && !rest!.startsWith('/')) return wrong('invalid URI for request')
  const scheme = (found?.[1] ?? '').toLowerCase()
  const after = found ? found[2]! : rest!
  if (!after.startsWith('/'))
    return scheme === '' ? wrong('invalid URI for request') : { scheme, host: '', path: '', query }
  if (!after.startsWith('//') || (scheme === '' && after.startsWith('///'))) {
    return badEscape(after) ? wrong(badEscape(after)!) : { scheme, host: '', path: after, query }
  }
  const [, authority, path] = /^\/\/([^/]*)([\s\S]*)$/.exec(after)!
  const host = authority!.slice(authority!.lastIndexOf('@') + 1)
  const problem = hostProblem(host) ?? badEscape(path!)
  return problem === undefined ? { scheme, host, path: path!, query } : wrong(problem)
}

function badEscape(path: string): string | undefined {
  const found = /%(?![0-9a-fA-F]{2})[\s\S]{0,2}/.exec(path)
  return found ? `invalid URL escape ${JSON.stringify(found[0])}` : undefined
}

function hostProblem(host: string): string | undefined {
  if (host.startsWith('[')) {
    const close = host.lastIndexOf(']')
    if (close < 0) return "missing ']' in host"
    return portProblem(host.slice(close + 1))
  }
  const bad = /[ "<>\\^`{|}]/.exec(host)
  if (bad) return `invalid character ${JSON.stringify(bad[0])} in host name`
  const colon = host.indexOf(':')
  return badEscape(host) ?? (colon < 0 ? undefined : portProblem(host.slice(colon)))
}

function portProblem(text: string): string | undefined {
  return text === '' || /^:[0-9]*$/.test(text) ? undefined : `invalid port ${JSON.stringify(text)} after host`
}

export function hostname({ host }: Url): string {
  if (host.startsWith('[')) return host.slice(1, host.lastIndexOf(']'))
  return host.replace(/:[0-9]*$/, '')
}

export const port = ({ host }: Url): string => /:([0-9]*)$/.exec(host.replace(/^\[.*\]/, ''))?.[1] ?? ''

/** Characters that a path may not hold are written as bytes in hexadecimal. */
export function escapedPath({ path }: Url): string {
  return path.replace(/[^a-zA-Z0-9\-_.~$&+,/:;=@!'()*[\]%]+/g, part => encodeURIComponent(part))
}

/** The parameters; a pair that cannot be read is left out. */
export function parameters({ query }: Url): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const pair of query.split('&')) {
    if (pair === '' || pair.includes(';')) continue
    const [key, value] = /^([^=]*)=?([\s\S]*)$/.exec(pair)!.slice(1).map(decode) as [string?, string?]
    if (key === undefined || value === undefined) continue
    const known = found.get(key)
    if (known) known.push(value)
    else found.set(key, [value])
  }
  return found
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}
