import type { Describe } from './describe.ts'
import type { KubeObject } from './objects.ts'

const ACRONYMS = new Set(['API', 'URL', 'UID', 'OSB', 'GUID'])
const SHOWN_ABOVE = new Set([
  '.metadata.managedFields',
  '.metadata.name',
  '.metadata.namespace',
  '.metadata.labels',
  '.metadata.annotations',
])

/** `involvedObject` is `Involved Object`, `apiVersion` is `API Version`; keys with other characters stay as they are. */
export function fieldTitle(field: string): string {
  if (/[^\p{L}-]/u.test(field)) return field
  const words = field.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|-/gu) ?? [field]
  return words
    .map(word => (ACRONYMS.has(word.toUpperCase()) ? word.toUpperCase() : word[0]!.toUpperCase() + word.slice(1)))
    .join(' ')
}

/**
 * Writes any object as kubectl describes a kind it has no description for: name, namespace, labels, annotations, then
 * every other field, sorted, one a line (k8s.io/kubectl pkg/describe, genericDescriber).
 */
export function describeUnstructured(text: Describe, object: KubeObject): void {
  text.line(0, 'Name', object.metadata.name)
  text.line(0, 'Namespace', object.metadata.namespace ?? '')
  text.labels(object.metadata.labels).annotations(object.metadata.annotations)
  writeFields(text, 0, object, '')
}

function writeFields(text: Describe, level: number, content: Record<string, unknown>, parent: string): void {
  for (const field of Object.keys(content).sort()) {
    const value = content[field]
    const path = `${parent}.${field}`
    if (value === undefined || SHOWN_ABOVE.has(path)) continue
    if (Array.isArray(value)) {
      text.write(level, `${fieldTitle(field)}:\n`)
      for (const item of value) {
        if (item && typeof item === 'object') writeFields(text, level + 1, item, path)
        else text.write(level + 1, `${item ?? '<nil>'}\n`)
      }
    } else if (value && typeof value === 'object') {
      text.write(level, `${fieldTitle(field)}:\n`)
      writeFields(text, level + 1, value as Record<string, unknown>, path)
    } else {
      text.line(level, fieldTitle(field), (value as string | null) ?? '<nil>')
    }
  }
}
