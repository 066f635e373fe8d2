import { equal } from './equal.ts'
import { has, isMap, put } from './own.ts'

/** One operation of a JSON patch (RFC 6902). */
export interface Operation {
  op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test'
  path: string
  from?: string
  value?: unknown
}

/** The patch is no list of operations: the API server answers BadRequest with this text. */
export class JsonPatchFormatError extends Error {}

/** Operations cannot be carried out. */
export class JsonPatchError extends Error {}

/** Checks the shape of a patch as the API server's decoder does. Throws JsonPatchFormatError. */
export function parseJsonPatch(patch: unknown): Operation[] {
  if (!Array.isArray(patch)) throw mismatch(patch, 'Go value of type []handlers.jsonPatchOp')
  for (const operation of patch) {
    if (!isMap(operation)) throw mismatch(operation, 'Go value of type handlers.jsonPatchOp')
    for (const field of ['op', 'path', 'from']) {
      const value = operation[field]
      if (value !== undefined && value !== null && typeof value !== 'string') {
        throw mismatch(value, `Go struct field jsonPatchOp.${field} of type string`)
      }
    }
  }
  return patch as Operation[]
}

function mismatch(value: unknown, into: string): JsonPatchFormatError {
  const type =
    value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value
  return new JsonPatchFormatError(`error decoding patch: json: cannot unmarshal ${type} into ${into}`)
}

/** Applies operations in order to a copy; all or nothing. Throws JsonPatchError. */
export function jsonPatch<T>(target: T, operations: readonly Operation[]): T {
  let document: unknown = target
  for (const operation of operations) document = applyOne(document, operation)
  return document as T
}

function applyOne(document: unknown, { op, path, from, value }: Operation): unknown {
  const keys = pointer(path ?? '', op)
  switch (op) {
    case 'add':
      return add(document, keys, value ?? null, path)
    case 'remove':
      return remove(document, keys, path)
    case 'replace':
      find(document, keys, op, path)
      return replace(document, keys, value ?? null)
    case 'move': {
      const source = pointer(from ?? '', op)
      const moved = find(document, source, op, from)
      return add(remove(document, source, from ?? ''), keys, moved, path)
    }
    case 'copy':
      return add(document, keys, find(document, pointer(from ?? '', op), op, from), path)
    case 'test': {
      const found = lookUp(document, keys)
      if (!equal(found ?? null, value ?? null)) throw new JsonPatchError(`testing value ${path} failed`)
      return document
    }
    default:
      throw new JsonPatchError(`Unexpected kind: ${op}`)
  }
}

function pointer(path: string, op: string): string[] {
  if (path === '') return []
  if (!path.startsWith('/')) throw new JsonPatchError(`${op} operation does not apply: doc is missing path: "${path}"`)
  return path
    .slice(1)
    .split('/')
    .map(key => key.replaceAll('~1', '/').replaceAll('~0', '~'))
}

const missing = (op: string, path: string | undefined) =>
  new JsonPatchError(`${op} operation does not apply: doc is missing path: "${path}"`)

/** Position in a list; `-1` and so on count from the end. Undefined when it is no number or out of range. */
function position(key: string, length: number): number | undefined {
  if (!/^-?\d+$/.test(key)) return undefined
  const index = Number(key)
  const at = index < 0 ? index + length : index
  return at >= 0 && at < length ? at : undefined
}

function lookUp(document: unknown, keys: string[]): unknown {
  let value = document
  for (const key of keys) {
    if (Array.isArray(value)) {
      const at = position(key, value.length)
      if (at === undefined) return undefined
      value = value[at]
    } else if (isMap(value) && has(value, key)) value = value[key]
    else return undefined
  }
  return value
}

function find(document: unknown, keys: string[], op: string, path: string | undefined): unknown {
  const value = lookUp(document, keys)
  if (value === undefined) throw missing(op, path)
  return value
}

/** A copy of the document in which the container at the path to `keys` is changed by `change`. */
function within(document: unknown, keys: string[], change: (container: any, key: string) => unknown): unknown {
  const [key, ...rest] = keys as [string, ...string[]]
  if (rest.length === 0) return change(document, key)
  if (Array.isArray(document)) {
    const at = position(key, document.length)
    if (at === undefined) return change(undefined, key)
    return document.with(at, within(document[at], rest, change))
  }
  if (!isMap(document) || !has(document, key)) return change(undefined, key)
  const copy = { ...document }
  put(copy, key, within(document[key], rest, change))
  return copy
}

function add(document: unknown, keys: string[], value: unknown, path: string): unknown {
  if (keys.length === 0) return value
  return within(document, keys, (container, key) => {
    if (Array.isArray(container)) {
      if (key === '-') return [...container, value]
      const at = key === String(container.length) ? container.length : position(key, container.length)
      if (at === undefined) throw new JsonPatchError(`Unable to access invalid index: ${key}`)
      return container.toSpliced(at, 0, value)
    }
    if (!isMap(container)) throw missing('add', path)
    const copy = { ...container }
    put(copy, key, value)
    return copy
  })
}

function remove(document: unknown, keys: string[], path: string): unknown {
  find(document, keys, 'remove', path)
  if (keys.length === 0) return null
  return within(document, keys, (container, key) => {
    if (Array.isArray(container)) return container.toSpliced(position(key, container.length)!, 1)
    const { [key]: _, ...rest } = container
    return rest
  })
}

function replace(document: unknown, keys: string[], value: unknown): unknown {
  if (keys.length === 0) return value
  return within(document, keys, (container, key) => {
    if (Array.isArray(container)) return container.with(position(key, container.length)!, value)
    const copy = { ...container }
    put(copy, key, value)
    return copy
  })
}
