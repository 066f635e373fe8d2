import { type Family, libraryType } from '../overload.ts'
import { Failure } from '../problems.ts'
import { dict, List, Opaque } from '../values.ts'
import { escapedPath, hostname, parameters, parseUrl, port, type Url } from './url.ts'

class UrlValue extends Opaque {
  readonly type = libraryType('URL')
  readonly text: string
  readonly url: Url
  constructor(text: string, url: Url) {
    super()
    this.text = text
    this.url = url
  }
  equals(other: Opaque): boolean {
    return other instanceof UrlValue && other.text === this.text
  }
}

export const urls = (): Family => ({
  'url(string) -> URL': (text: string) => {
    const url = parseUrl(text)
    if (typeof url === 'string') throw new Failure(`URL parse error during conversion from string: ${url}`)
    return new UrlValue(text, url)
  },
  'isURL(string) -> bool': (text: string) => typeof parseUrl(text) !== 'string',
  'URL.getScheme() -> string': ({ url }: UrlValue) => url.scheme,
  'URL.getHost() -> string': ({ url }: UrlValue) => url.host,
  'URL.getHostname() -> string': ({ url }: UrlValue) => hostname(url),
  'URL.getPort() -> string': ({ url }: UrlValue) => port(url),
  'URL.getEscapedPath() -> string': ({ url }: UrlValue) => escapedPath(url),
  'URL.getQuery() -> map(string, list(string))': ({ url }: UrlValue) =>
    dict([...parameters(url)].map(([key, values]) => [key, new List(values)] as const)),
})
