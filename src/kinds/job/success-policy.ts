import type { Job } from '../../lib/objects.ts'
import { has, type Indexes, parse, total } from './indexes.ts'

/** Why spec.successPolicy is fulfilled; undefined when it is not (pkg/controller/job/success_policy.go). */
export function successMessage({ spec }: Job, succeeded: Indexes): string | undefined {
  for (const [i, { succeededIndexes, succeededCount }] of (spec.successPolicy?.rules ?? []).entries()) {
    const wanted = succeededIndexes === undefined ? undefined : parse(succeededIndexes, spec.completions!)
    const reached = wanted ? common(wanted, succeeded) : total(succeeded)
    if (reached >= (succeededCount ?? total(wanted!))) return `Matched rules at index ${i}`
  }
  return undefined
}

function common(wanted: Indexes, succeeded: Indexes): number {
  let count = 0
  for (const [first, last] of wanted) for (let index = first; index <= last; index++) if (has(succeeded, index)) count++
  return count
}
