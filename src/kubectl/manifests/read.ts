import { goJson } from '../../lib/go-json.ts'
import { isMap } from '../../lib/own.ts'
import type { Io } from '../command.ts'
import { FailedError } from '../command.ts'
import { documents } from './documents.ts'
import { sources } from './files.ts'

/** One object of a manifest, as written (items of Lists one by one). */
export interface Document {
  object: any
  /** The path as given; `STDIN` for standard input. */
  source: string
}

export interface ReadOptions {
  recursive?: boolean
  /** The value of -k: a kustomization folder. */
  kustomize?: string
  /** Refuse what says neither apiVersion nor kind in the words of validation, as commands with --validate do. */
  validate?: boolean
}

/**
 * The objects that -f names, in order. A document that cannot be read ends its file, but not the others.
 * Throws FailedError when a path is not there.
 */
export async function scanManifests(
  io: Io,
  filenames: readonly string[],
  options: ReadOptions = {},
): Promise<(Document | { error: Error })[]> {
  const found: (Document | { error: Error })[] = []
  if (options.kustomize) {
    if (filenames.length > 0) throw new FailedError('only one of -f or -k can be specified')
    const { buildKustomization } = await import('../commands/kustomize/build.ts')
    for (const object of await buildKustomization(io, options.kustomize)) {
      found.push(...items(object, options.kustomize))
    }
    return found
  }
  for (const { name, read } of sources(io, filenames, options.recursive ?? false)) {
    try {
      for await (const document of documents(await read())) {
        if (options.validate) validate(document, name)
        found.push(...items(document, name))
      }
    } catch (error) {
      found.push({ error: failure(error, name) })
    }
  }
  return found
}

function failure(error: unknown, source: string): Error {
  if (error instanceof SyntaxError) return new FailedError(`error parsing ${source}: ${error.message}`)
  if (error instanceof FailedError) return error
  if (error instanceof TypeError && (error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return new FailedError(`error parsing ${source}: error converting YAML to JSON: yaml: invalid leading UTF-8 octet`)
  }
  throw error
}

function validate(document: unknown, source: string): void {
  const problems: string[] = []
  if (!isMap(document)) problems.push('invalid object to validate')
  else {
    for (const field of ['apiVersion', 'kind']) {
      if (document[field] === undefined || document[field] === null) problems.push(`${field} not set`)
      else if (typeof document[field] !== 'string') problems.push(`${field} isn't string type`)
    }
  }
  if (problems.length === 0) return
  const text = problems.length === 1 ? problems[0] : `[${problems.join(', ')}]`
  throw new FailedError(
    `error validating ${JSON.stringify(source)}: error validating data: ${text}; if you choose to ignore these errors, turn validation off with --validate=false`,
  )
}

/** The object itself, or what a List holds. */
function items(document: unknown, source: string): (Document | { error: Error })[] {
  const refuse = (why: string) => ({ error: new FailedError(`unable to decode ${JSON.stringify(source)}: ${why}`) })
  if (!isMap(document)) return [refuse("couldn't get version/kind; json parse error: the document is no object")]
  for (const [field, word] of [
    ['kind', 'Kind'],
    ['apiVersion', 'apiVersion'],
  ] as const) {
    if (typeof document[field] !== 'string' || document[field] === '') {
      return [refuse(`Object '${word}' is missing in '${goJson(document)}'`)]
    }
  }
  if (document['items'] === null && document['kind'].endsWith('List')) return []
  if (!Array.isArray(document['items'])) return [{ object: document, source }]
  const kind = document['kind'].endsWith('List') ? document['kind'].slice(0, -4) : ''
  return document['items'].flatMap(item => {
    const typed = isMap(item) && kind !== '' ? { apiVersion: document['apiVersion'], kind, ...item } : item
    return items(typed, source)
  })
}
