import { applyPatch } from '../api/schema/patch.ts'
import { kindDefinition } from '../api/schema/schema.ts'
import type { KubeObject } from '../lib/objects.ts'
import type { Flag, Flags } from './command.ts'
import { FailedError } from './command.ts'

/** Changes to a generated object that no flag has a name for. */
export const OVERRIDE_FLAGS: Flag[] = [
  {
    name: 'override-type',
    type: 'string',
    default: 'merge',
    values: ['json', 'merge', 'strategic'],
    help: 'How --overrides changes the object: json, merge, or strategic.',
  },
  { name: 'overrides', type: 'string', default: '', help: 'A patch, as JSON, for the object that is made.' },
]

/** The object after --overrides. Throws FailedError. */
export function overridden(object: KubeObject, flags: Flags): KubeObject {
  const { overrides, 'override-type': type } = flags
  if (type !== 'json' && type !== 'merge' && type !== 'strategic') {
    throw new FailedError(`invalid --override-type ${JSON.stringify(type)}; must be one of: json, merge, strategic`)
  }
  if (!overrides) return object
  const { name } = kindDefinition('', object.apiVersion, object.kind)!
  return applyPatch(name, object, parse(overrides), type, 'Ignore').object
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new FailedError('Invalid JSON Patch')
  }
}
