import type { MergeField, MergeSchema } from '../../lib/strategic-merge.ts'
import { DEFINITIONS } from './definitions.ts'
import { parseDefinition } from './notation.ts'

/** Look-ups in the object types of Kubernetes. Each definition is read when it is first asked for. */

export type Scalar =
  | 'string'
  | 'bool'
  | 'int32'
  | 'int64'
  | 'float64'
  | 'bytes'
  | 'Time'
  | 'MicroTime'
  | 'Duration'
  | 'Quantity'
  | 'IntOrString'
  | 'any'

export interface Type {
  kind: Scalar | 'struct' | 'list' | 'map'
  /** Go's name: `int32`, `v1.ServicePort`, `[]v1.ServicePort`. */
  go: string
  /** A pointer in Go: an empty value is kept, absence is not filled. */
  pointer?: true
  /** Elements of a list, values of a map. */
  of?: Type
  /** Name of the definition of a struct. */
  struct?: string
  /** A value of another kind is no error here; validation says what is wrong with it (custom resources). */
  lenient?: true
}

export interface Field {
  name: string
  type: Type
  required: boolean
  /** Written even when empty. */
  always: boolean
  /** Left out when empty although no pointer (Go's omitzero). */
  omitZero: boolean
  enum?: string[]
  /** The embedded Go struct that it stands in. */
  embedded?: string
  merge?: MergeField
  /** How server-side apply takes the value apart; absent: a list is atomic, a map granular. */
  list?: { type: 'map' | 'set' | 'atomic'; keys: string[] }
}

/** The fields of a type by name, in the order in which the API server writes them. */
export type Fields = Pick<ReadonlyMap<string, Field>, 'get' | 'has' | 'keys' | 'values'>

export interface Definition {
  /** `apps.v1.DeploymentSpec` */
  name: string
  /** `v1` */
  version: string
  /** `DeploymentSpec` */
  struct: string
  atomic: boolean
  /** Fields that are not declared are kept (x-kubernetes-preserve-unknown-fields). */
  open?: true
  fields: Fields
  /** Fields that the API server writes even when nobody has set them. */
  written: readonly Field[]
  merge: MergeSchema
}

const known = new Map<string, Definition>()
/** Names that the text does not have. */
const absent = new Set<string>()

/** What names may begin with that say the same without it. */
const PREFIXES = [
  'io.k8s.api.',
  'io.k8s.apimachinery.pkg.apis.',
  'io.k8s.apiextensions-apiserver.pkg.apis.',
  'io.k8s.kube-aggregator.pkg.apis.',
]

/** `io.k8s.api.apps.v1.Deployment` -> `apps.v1.Deployment`; short names stay. */
function shortName(name: string): string {
  const prefix = PREFIXES.find(each => name.startsWith(each))
  return prefix ? name.slice(prefix.length) : name
}

/** Makes a definition known that is not in the text: of a custom resource. Its name must tell its content. */
export function define(made: Definition): void {
  known.set(made.name, made)
}

/** A command needs a dozen of the definitions; searching for each costs less than a table of all. */
function lineOf(name: string): string | undefined {
  let at = DEFINITIONS.indexOf(`\n${name}:`) + 1
  if (at === 0) at = DEFINITIONS.indexOf(`\n${name} #`) + 1
  if (at === 0) return undefined
  const end = DEFINITIONS.indexOf('\n', at)
  return DEFINITIONS.slice(at, end < 0 ? undefined : end)
}

/** A definition by its OpenAPI name, with or without `io.k8s.api.`; undefined when there is none. */
export function findDefinition(name: string): Definition | undefined {
  const short = shortName(name)
  const found = known.get(short)
  if (found) return found
  if (absent.has(short)) return undefined
  const line = lineOf(short)
  if (line === undefined) {
    absent.add(short)
    return undefined
  }
  const parsed = parseDefinition(line, definition)
  known.set(short, parsed)
  return parsed
}

/** A definition that must exist. */
export function definition(name: string): Definition {
  const found = findDefinition(name)
  if (!found) throw new Error(`schema has no definition ${name}`)
  return found
}

/** How strategic merge patches merge this type. */
export const mergeSchema = (name: string): MergeSchema => definition(name).merge

/** The definition of a kind that the API serves, by its group (`apps`, `discovery.k8s.io`), version and kind. */
export const kindDefinition = (group: string, version: string, kind: string): Definition | undefined =>
  findDefinition(`${group.split('.')[0] || 'core'}.${version}.${kind}`)
