import type { CustomResourceDefinition } from './types.ts'

/** What is accepted and not carried out, said to whoever makes a definition. */
export function warnings({ spec }: CustomResourceDefinition): string[] {
  return spec?.conversion?.strategy === 'Webhook'
    ? ['spec.conversion: webhooks are not called; versions differ in their name only']
    : []
}
