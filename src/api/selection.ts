import type { KubeObject } from '../lib/objects.ts'
import { matches, parseFieldSelector, parseSelector } from '../lib/selector.ts'
import type { Query } from './call.ts'
import { badRequest } from './errors.ts'
import type { KindDefinition } from './kind.ts'

/** Which objects of a list are asked for; undefined when all are. Throws BadRequest for selectors that do not parse. */
export function selection(
  kind: KindDefinition<any>,
  query: Query | undefined,
): ((object: KubeObject) => boolean) | undefined {
  const tests: ((object: KubeObject) => boolean)[] = []
  if (query?.labelSelector) {
    let selector: ReturnType<typeof parseSelector>
    try {
      selector = parseSelector(query.labelSelector)
    } catch (error) {
      throw badRequest((error as Error).message)
    }
    tests.push(object => matches(selector, object.metadata.labels))
  }
  if (query?.fieldSelector) {
    for (const { path, op, value } of fieldTerms(query.fieldSelector)) {
      const read = FIELDS[path] ?? kind.fields?.[path]
      if (!read) throw badRequest(`field label not supported: ${path}`)
      tests.push(object => (read(object) === value) === (op === '='))
    }
  }
  if (tests.length === 0) return undefined
  return object => tests.every(test => test(object))
}

/** Whether a field selector leaves at most one object of a namespace; such a list never comes in pages. */
export function namesOne(query: Query | undefined): boolean {
  const selector = query?.fieldSelector
  return selector ? fieldTerms(selector).some(({ path, op }) => path === 'metadata.name' && op === '=') : false
}

const FIELDS: Record<string, (object: KubeObject) => string> = {
  'metadata.name': object => object.metadata.name,
  'metadata.namespace': object => object.metadata.namespace ?? '',
}

function fieldTerms(text: string) {
  try {
    return parseFieldSelector(text)
  } catch (error) {
    throw badRequest((error as Error).message)
  }
}
