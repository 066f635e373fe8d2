import { labelErrors } from '../lib/names.ts'
import type { KubeObject, PodTemplateSpec } from '../lib/objects.ts'
import { podTemplateWarnings } from './pod/warnings/index.ts'

/** About a name that is allowed, but too long or dotted for the host names of the pods that are named after it. */
export function nameWarnings({ metadata }: KubeObject): string[] {
  const errors = labelErrors(metadata.name)
  if (errors.length === 0) return []
  return [
    `metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [${errors.join(' ')}]`,
  ]
}

/** Of a kind with its pod template in `spec.template`: about the name once, about the template whenever the spec changes. */
export function workloadWarnings(
  next: KubeObject & { spec: { template?: PodTemplateSpec } },
  previous: KubeObject | undefined,
  raised: boolean,
): string[] {
  const name = previous ? [] : nameWarnings(next)
  return raised ? [...name, ...podTemplateWarnings(next.spec.template!, 'spec.template')] : name
}
