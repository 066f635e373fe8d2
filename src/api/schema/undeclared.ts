import { isMap } from '../../lib/own.ts'
import { shown as step } from '../managed-fields/element.ts'
import { elementOf, type Place, placeOf } from '../managed-fields/place.ts'
import { definition } from './schema.ts'

/**
 * What is wrong with the shape of a configuration for server-side apply, in structured-merge-diff's words:
 * `.spec.selectors: field not declared in schema`. Undefined when nothing is.
 */
export const undeclared = (schema: string, config: unknown): string | undefined => visit(placeOf(schema), config, '')

const PLAIN: Record<string, [type: string, said: string]> = {
  string: ['string', 'string'],
  bytes: ['string', 'string'],
  Time: ['string', 'string'],
  MicroTime: ['string', 'string'],
  int32: ['number', 'numeric (int or float)'],
  int64: ['number', 'numeric (int or float)'],
  float64: ['number', 'numeric (int or float)'],
  bool: ['boolean', 'boolean'],
}

function visit(place: Place, value: unknown, path: string): string | undefined {
  const { type } = place
  if (value === null || value === undefined) return undefined
  const expected = (said: string) => `${path}: expected ${said}, got &value.valueUnstructured{Value:${goSyntax(value)}}`
  if (type.kind === 'struct' || type.kind === 'map') return isMap(value) ? inMap(place, value, path) : expected('map')
  if (type.kind === 'list') return Array.isArray(value) ? inList(place, value, path) : expected('list')
  const plain = PLAIN[type.kind]
  return plain && typeof value !== plain[0] ? expected(plain[1]) : undefined
}

function inMap({ type }: Place, value: Record<string, unknown>, path: string): string | undefined {
  const fields = type.kind === 'struct' ? definition(type.struct!).fields : undefined
  for (const key of Object.keys(value).sort()) {
    const field = fields?.get(key)
    if (fields && !field) return `${path}.${key}: field not declared in schema`
    const inner = field ? { type: field.type, list: field.list } : { type: type.of! }
    const problem = visit(inner, value[key], `${path}.${key}`)
    if (problem !== undefined) return problem
  }
  return undefined
}

function inList({ type, list }: Place, items: unknown[], path: string): string | undefined {
  const seen = new Set<string>()
  for (let i = 0; i < items.length; i++) {
    const named = list && list.type !== 'atomic'
    const at = named ? step(elementOf(list, items[i])) : `[${i}]`
    if (named && seen.has(at)) return `${path}: duplicate entries for key ${at}`
    seen.add(at)
    const problem = visit({ type: type.of! }, items[i], path + at)
    if (problem !== undefined) return problem
  }
  return undefined
}

/** A value as Go prints it with %#v. */
function goSyntax(value: unknown): string {
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`
  if (!isMap(value)) return value === null ? 'interface {}(nil)' : JSON.stringify(value)
  const pairs = Object.keys(value)
    .sort()
    .map(key => `${JSON.stringify(key)}:${goSyntax(value[key])}`)
  return `map[string]interface {}{${pairs.join(', ')}}`
}
