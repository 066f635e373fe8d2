import type { KindDefinition, Reader } from '../../api/kind.ts'
import { resourceOf } from '../../api/registry.ts'
import { definition, findDefinition, type Type as SchemaType } from '../../api/schema/schema.ts'
import * as types from '../../lib/cel/types.ts'
import type { Type } from '../../lib/cel/types.ts'
import {
  CUSTOM_RESOURCE_DEFINITIONS,
  type CustomResourceDefinition,
  schemaOf,
} from '../customresourcedefinition/types.ts'
import { declaredType } from '../customresourcedefinition/validation/declare.ts'
import { unescapeName } from '../customresourcedefinition/validation/property-names.ts'

/** What the checker knows of the objects of a kind; undefined when nothing. */
export function typeOfKind(kind: KindDefinition<any>, version: string, read: Reader): Type | undefined {
  if (!kind.custom) return findDefinition(kind.schema) && structType(kind.schema)
  const crd = read.get<CustomResourceDefinition>(CUSTOM_RESOURCE_DEFINITIONS, undefined, resourceOf(kind))
  const schema = crd?.spec.versions.map(each => each.name === version && schemaOf(each)).find(Boolean)
  return schema ? declaredType(schema, true, kind.names.kind) : undefined
}

/** By its definition in the schema data; fields are looked up when somebody asks. */
function structType(name: string): Type {
  const { fields } = definition(name)
  return types.objectOf(name, {
    get(escaped) {
      const property = unescapeName(escaped)
      const field = property === undefined ? undefined : fields.get(property)
      return field && typeOf(field.type)
    },
  })
}

/** Quantities have no type in the OpenAPI schema, and what has none is not declared. */
function typeOf(type: SchemaType): Type | undefined {
  switch (type.kind) {
    case 'list': {
      const item = typeOf(type.of!)
      return item && types.listOf(item)
    }
    case 'map': {
      const value = typeOf(type.of!)
      return value && types.mapOf(types.STRING, value)
    }
    case 'struct':
      return structType(type.struct!)
    case 'any':
      return types.objectOf('object', new Map())
    case 'Quantity':
      return undefined
    default:
      return SCALARS[type.kind]
  }
}

const SCALARS: Record<string, Type> = {
  string: types.STRING,
  bool: types.BOOL,
  int32: types.INT,
  int64: types.INT,
  float64: types.DOUBLE,
  bytes: types.BYTES,
  Time: types.TIMESTAMP,
  MicroTime: types.TIMESTAMP,
  Duration: types.STRING,
  IntOrString: types.DYN,
}
