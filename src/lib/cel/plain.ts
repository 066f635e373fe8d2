import { isMap } from '../own.ts'
import { dict, Dict, type Key, List, type Value } from './values.ts'

/** Data as JSON has it, without a schema: every whole number is an int, every text a string. */
export function plainValue(data: unknown): Value {
  switch (typeof data) {
    case 'string':
    case 'boolean':
      return data
    case 'number':
      return Number.isInteger(data) ? BigInt(data) : data
  }
  if (Array.isArray(data)) return new List(() => data.map(plainValue))
  if (!isMap(data)) return null
  return new Dict(() => {
    const entries: [Key, Value][] = []
    for (const key of Object.keys(data)) if (data[key] !== undefined) entries.push([key, plainValue(data[key])])
    return dict(entries).entries
  })
}
