import type * as extensions from 'kubernetes-types/apiextensions/v1'
import type { Filled } from '../../lib/objects.ts'

export type CustomResourceDefinition = Filled<extensions.CustomResourceDefinition, 'spec' | 'status'>
export type Version = extensions.CustomResourceDefinitionVersion
/** A structural schema. `items` is one schema, `additionalProperties` a schema or a truth. */
export type Schema = Omit<extensions.JSONSchemaProps, 'properties' | 'items' | 'additionalProperties' | 'not'> & {
  properties?: Record<string, Schema>
  items?: Schema
  additionalProperties?: Schema | boolean
  not?: Schema
  'x-kubernetes-int-or-string'?: boolean
  'x-kubernetes-preserve-unknown-fields'?: boolean
  'x-kubernetes-embedded-resource'?: boolean
  'x-kubernetes-list-type'?: string
  'x-kubernetes-list-map-keys'?: string[]
  'x-kubernetes-map-type'?: string
  'x-kubernetes-validations'?: Rule[]
}

/** One of `x-kubernetes-validations`: a condition on a value, in the Common Expression Language. */
export interface Rule {
  rule: string
  message?: string
  messageExpression?: string
  reason?: string
  fieldPath?: string
  optionalOldSelf?: boolean
}

export const schemaOf = (version: Version): Schema | undefined => version.schema?.openAPIV3Schema as Schema | undefined

export const CUSTOM_RESOURCE_DEFINITIONS = 'customresourcedefinitions.apiextensions.k8s.io'
