import type { Compiled } from '../../api/expressions/compiled.ts'
import { budget, evaluate, OutOfBudget, PER_CONDITIONS } from '../../api/expressions/evaluated.ts'
import type { Value } from '../../lib/cel/values.ts'

/** What conditions make of a request; an error when they fail and the failure policy minds. */
export type Verdict = boolean | { error: string }

/**
 * matchConditions: one that is false decides, whatever the others fail with (apiserver
 * pkg/admission/plugin/webhook/matchconditions).
 */
export function judge(
  conditions: readonly Compiled[],
  variables: ReadonlyMap<string, Value>,
  failurePolicy: string | undefined,
): Verdict {
  const money = budget(PER_CONDITIONS)
  const errors = new Set<string>()
  const results: ReturnType<typeof evaluate>[] = []
  try {
    for (const condition of conditions) results.push(evaluate(condition, variables, money))
  } catch (error) {
    if (!(error instanceof OutOfBudget)) throw error
    return failurePolicy === 'Ignore' ? false : { error: error.message }
  }
  for (const result of results) {
    if ('error' in result) errors.add(result.error)
    else if (result.value === false) return false
  }
  if (errors.size === 0) return true
  if (failurePolicy === 'Ignore') return false
  const texts = [...errors]
  return { error: texts.length === 1 ? texts[0]! : `[${texts.join(', ')}]` }
}
