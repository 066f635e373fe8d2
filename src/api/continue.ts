import { jsonError } from '../lib/json-scan.ts'
import { ApiError, badRequest } from './errors.ts'

const VERSION = 'meta.k8s.io/v1'

/** A revision that means: whatever there is now. */
export const INCONSISTENT = -1

/** Where the next page of a list begins: a key behind the list's prefix, and the revision of the first page. */
export interface Place {
  start: string
  revision: number
}

/** A token as apiserver's storage package writes it: unpadded base64url of JSON. */
export const encodePlace = ({ start, revision }: Place): string =>
  Buffer.from(JSON.stringify({ v: VERSION, rv: revision, start })).toString('base64url')

/** Throws BadRequest. */
export function decodePlace(token: string): Place {
  const wrong = (why: string) => badRequest(`invalid continue token: continue key is not valid${why}`)
  const byte = illegalByte(token)
  if (byte !== undefined) throw wrong(`: illegal base64 data at input byte ${byte}`)
  const text = Buffer.from(token, 'base64url').toString()
  const error = jsonError(text)
  if (error !== undefined) throw wrong(`: ${error}`)
  const { v, rv, start } = Object(JSON.parse(text))
  if (v !== VERSION) throw wrong(': server does not recognize this encoded version')
  if (typeof rv !== 'number' || rv === 0) throw wrong(`: incorrect encoded start resourceVersion (version ${VERSION})`)
  if (typeof start !== 'string' || start === '') throw wrong(`: encoded start key empty (version ${VERSION})`)
  const path = start.startsWith('/') ? start.slice(1) : start
  // Nobody climbs out of the list.
  if (path.split('/').some(part => part === '' || part === '.' || part === '..')) throw wrong(`: ${start}`)
  return { start: path, revision: rv }
}

/** Where Go's decoder stops; undefined for good text. */
function illegalByte(token: string): number | undefined {
  const wrong = token.search(/[^A-Za-z0-9_-]/)
  if (wrong >= 0) return wrong
  return token.length % 4 === 1 ? token.length - 1 : undefined
}

/** The refusal of a token whose revision is no longer known. It brings one that goes on with what there is now. */
export function expired(start: string): ApiError {
  const refusal = new ApiError(
    'Expired',
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
  )
  refusal.status.metadata.continue = encodePlace({ start, revision: INCONSISTENT })
  return refusal
}

export function tooLarge(revision: number, current: number): ApiError {
  const text = 'Too large resource version'
  return new ApiError('Timeout', `${text}: ${revision}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: text, field: '' }],
    retryAfterSeconds: 1,
  })
}
