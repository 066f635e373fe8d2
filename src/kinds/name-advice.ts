import { labelErrors, subdomainErrors } from '../lib/names.ts'

/** A warning for a name that is allowed, but too long or dotted for the host names of the pods that are named after it. */
export function subdomainLabelAdvice(name: string): string | undefined {
  const errors = labelErrors(name)
  if (errors.length === 0 || subdomainErrors(name).length > 0) return undefined
  return `metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [${errors.join(' ')}]`
}
