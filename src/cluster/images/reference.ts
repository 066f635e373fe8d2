import { isAll, isDigit, isSmall } from '../../lib/letters.ts'

/** An image reference taken apart, as distribution/reference normalises it. */
export interface Reference {
  /** With registry: `docker.io/library/nginx`, `registry.k8s.io/pause`. */
  repository: string
  /** As people write it: without `docker.io/` and `docker.io/library/`. */
  familiar: string
  /** `latest` when neither tag nor digest is given; empty when only a digest is. */
  tag: string
  digest?: string
}

/**
 * Names are words of small letters and digits with `.`, `_`, `__` or dashes between them, and slashes between names. Looking
 * at the letters of the usual name is quicker than compiling the expression, which decides about all others.
 */
const NAME = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/
const TAG = /^\w[\w.-]{0,127}$/

const isWord = (text: string): boolean => isAll(text, code => isSmall(code) || isDigit(code))
const isName = (path: string): boolean => isWord(path) || NAME.test(path)

const DIGEST = /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-fA-F]{32,}$/
const DOMAIN = /^(?:[a-zA-Z0-9-]+\.)*[a-zA-Z0-9-]+(?::\d+)?$/

/** `undefined` for text that is no image reference (`InvalidImageName`). */
export function parseReference(text: string): Reference | undefined {
  const at = text.indexOf('@')
  const digest = at < 0 ? undefined : text.slice(at + 1)
  if (digest !== undefined && !DIGEST.test(digest)) return undefined
  const tagged = at < 0 ? text : text.slice(0, at)
  const colon = tagged.lastIndexOf(':')
  const hasTag = colon > tagged.lastIndexOf('/')
  const tag = hasTag ? tagged.slice(colon + 1) : digest ? '' : 'latest'
  if (hasTag && !TAG.test(tag)) return undefined
  const name = hasTag ? tagged.slice(0, colon) : tagged

  const slash = name.indexOf('/')
  const first = name.slice(0, slash)
  const isDomain = slash > 0 && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first)
  const domain = !isDomain || first === 'index.docker.io' ? 'docker.io' : first
  let path = isDomain ? name.slice(slash + 1) : name
  if ((isDomain && !DOMAIN.test(domain)) || !isName(path)) return undefined
  if (domain === 'docker.io' && !path.includes('/')) path = `library/${path}`
  const repository = `${domain}/${path}`
  if (domain !== 'docker.io') return { repository, familiar: repository, tag, digest }
  return { repository, familiar: path.startsWith('library/') ? path.slice(8) : path, tag, digest }
}

/** The whole reference, as containerd tells it: `docker.io/library/nginx:1.27`. */
export function canonicalReference(reference: Reference): string {
  const tag = reference.tag ? `:${reference.tag}` : ''
  return `${reference.repository}${tag}${reference.digest ? `@${reference.digest}` : ''}`
}
