import { isMap, own } from '../../../lib/own.ts'
import type { Schema } from '../types.ts'

const STEP = /\.([^.[\]]+)|\['((?:\\.|[^'\\])*)'\]/y
const ESCAPES: Record<string, string> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

/**
 * A rule's fieldPath (`.ports['http'].name`) as errors show it (`ports[http].name`); undefined when it leads to nothing
 * that the schema declares.
 */
export function normalizedFieldPath(path: string, schema: Schema): string | undefined {
  let shown = ''
  let at: Schema = schema
  for (let i = 0; i < path.length; i = STEP.lastIndex) {
    STEP.lastIndex = i
    const found = STEP.exec(path)
    if (!found) return undefined
    const name = found[1] ?? unquoted(found[2]!)
    if (name === undefined) return undefined
    const { properties, additionalProperties: values } = at
    if (properties) {
      const inner = own(properties, name) as Schema | undefined
      if (!inner) return undefined
      shown += shown === '' ? name : `.${name}`
      at = inner
    } else if (isMap(values)) {
      shown += `[${name}]`
      at = values as Schema
    } else return undefined
  }
  return shown
}

function unquoted(text: string): string | undefined {
  let bad = false
  const plain = text.replace(/\\([\s\S])/g, (_, letter: string) => {
    if (letter === "'" || letter === '\\') return letter
    if (!Object.hasOwn(ESCAPES, letter)) bad = true
    return ESCAPES[letter] ?? ''
  })
  return bad ? undefined : plain
}
