import { put } from './own.ts'

/** A deep copy of JSON data. */
export function clone<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const list = new Array(value.length)
    for (let i = 0; i < value.length; i++) list[i] = clone(value[i])
    return list as T
  }
  const copy: Record<string, unknown> = {}
  for (const key in value) {
    if (key === '__proto__') put(copy, key, clone(value[key]))
    else copy[key] = clone(value[key])
  }
  return copy as T
}
