import { type CustomResourceDefinition, type Schema, schemaOf } from './types.ts'

/** What is accepted and not carried out, said to whoever makes a definition. */
export function warnings({ spec }: CustomResourceDefinition): string[] {
  const texts: string[] = []
  const rules = (spec?.versions ?? []).some(version => hasRules(schemaOf(version)))
  if (rules) texts.push('x-kubernetes-validations: CEL rules are stored and not evaluated')
  if (spec?.conversion?.strategy === 'Webhook')
    texts.push('spec.conversion: webhooks are not called; versions differ in their name only')
  return texts
}

function hasRules(schema: Schema | undefined): boolean {
  if (!schema) return false
  if (schema['x-kubernetes-validations']?.length) return true
  const { additionalProperties: values } = schema
  return (
    Object.values(schema.properties ?? {}).some(hasRules) ||
    hasRules(schema.items) ||
    (typeof values === 'object' && hasRules(values))
  )
}
