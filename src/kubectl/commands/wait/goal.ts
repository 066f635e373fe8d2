import type { Condition, KubeObject } from '../../../lib/objects.ts'
import { goPrint } from '../../../lib/go-print.ts'
import { compileFind, relaxedJsonPath } from '../../../lib/jsonpath.ts'
import { FailedError } from '../../command.ts'

/** What `wait --for` asks of an object. */
export interface Goal {
  kind: 'create' | 'delete' | 'state'
  isMet(object: KubeObject): boolean
}

/** Throws FailedError in kubectl's words. */
export function parseGoal(text: string): Goal {
  if (text.toLowerCase() === 'create') return { kind: 'create', isMet: () => true }
  if (text.toLowerCase() === 'delete') return { kind: 'delete', isMet: () => false }
  if (text.startsWith('condition=')) return conditionGoal(text.slice('condition='.length))
  if (text.startsWith('jsonpath=')) return jsonPathGoal(text.slice('jsonpath='.length))
  throw new FailedError(`unrecognized condition: ${JSON.stringify(text)}`)
}

/** `Ready`, `Ready=false`: names and values in any case. */
function conditionGoal(text: string): Goal {
  const equals = text.indexOf('=')
  const name = (equals < 0 ? text : text.slice(0, equals)).toLowerCase()
  const value = (equals < 0 ? 'true' : text.slice(equals + 1)).toLowerCase()
  return {
    kind: 'state',
    isMet(object) {
      const conditions: Condition[] = object['status']?.conditions ?? []
      const found = conditions.find(condition => condition.type.toLowerCase() === name)
      if (!found) return false
      const observed = found.observedGeneration ?? object['status'].observedGeneration
      if (observed !== undefined && observed < (object.metadata.generation ?? 0)) return false
      return found.status.toLowerCase() === value
    },
  }
}

/** `{.status.phase}=Running`, or a path alone for any value. */
function jsonPathGoal(text: string): Goal {
  const { path, value } = splitPath(text)
  let find: (object: unknown) => unknown[]
  try {
    find = compileFind(relaxedJsonPath(path))
  } catch (error) {
    throw new FailedError((error as Error).message)
  }
  return {
    kind: 'state',
    isMet(object) {
      const values = find(object)
      if (values.length === 0) return false
      if (values.length > 1) throw new FailedError('given jsonpath expression matches more than one value')
      if (value === undefined) return true
      if (typeof values[0] === 'object' && values[0] !== null) {
        throw new FailedError('jsonpath leads to a nested object or list which is not supported')
      }
      return goPrint(values[0]).trim() === value.trim()
    },
  }
}

/** The value begins after the first `=` outside of brackets and quotes, which filters have too. */
function splitPath(text: string): { path: string; value?: string } {
  const end = /^\{(?:[^'"{}]|'[^']*'|"[^"]*")*\}/.exec(text)?.[0].length ?? 0
  const equals = text.indexOf('=', end)
  const path = equals < 0 ? text : text.slice(0, equals)
  const value = equals < 0 ? undefined : text.slice(equals + 1)
  if (path === '') throw new FailedError('jsonpath expression cannot be empty')
  if (value === '') throw new FailedError('jsonpath wait value cannot be empty')
  return { path, value }
}
