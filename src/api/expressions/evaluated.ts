import { Budget, type Program } from '../../lib/cel/compile.ts'
import { CostError, Failure } from '../../lib/cel/problems.ts'
import type { Value } from '../../lib/cel/values.ts'
import type { Compiled } from './compiled.ts'

/** What one evaluation may cost, and all of a request (apiserver pkg/apis/cel/config.go). */
const PER_CALL = 1_000_000
export const PER_REQUEST = 10_000_000
export const PER_CONDITIONS = 2_500_000

export const budget = (total: number): Budget => new Budget(PER_CALL, total)

/** The budget of a request is used up: nothing more is evaluated. */
export class OutOfBudget extends Error {
  constructor() {
    super('validation failed due to running out of cost budget, no further validation rules will be run')
  }
}

/** What became of an expression (apiserver pkg/admission/plugin/cel/activation.go). Throws OutOfBudget. */
export function evaluate(
  { source, program, problem }: Compiled,
  variables: ReadonlyMap<string, Value>,
  money: Budget,
): { value: Value } | { error: string } {
  if (!program) return { error: `compilation error: ${problem}` }
  const result = attempt(program, variables, money)
  if (money.left < 0) throw new OutOfBudget()
  return 'value' in result ? result : { error: `expression '${source}' resulted in error: ${result.error}` }
}

/** Each evaluation has a budget of its own within that of all, also that of a variable in the middle of another one. */
export function attempt(
  program: Program,
  variables: ReadonlyMap<string, Value>,
  money: Budget,
): { value: Value } | { error: string } {
  const own = new Budget(PER_CALL, PER_CALL)
  try {
    return { value: program.run(variables, own) }
  } catch (error) {
    if (error instanceof Failure || error instanceof CostError) return { error: error.message }
    throw error
  } finally {
    money.left -= PER_CALL - own.left
  }
}
