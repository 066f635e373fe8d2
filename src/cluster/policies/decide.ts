import type { Compiled } from '../../api/expressions/compiled.ts'
import { attempt, budget, evaluate, OutOfBudget, PER_REQUEST } from '../../api/expressions/evaluated.ts'
import type { Budget } from '../../lib/cel/compile.ts'
import { Failure } from '../../lib/cel/problems.ts'
import { LazyDict, type Value } from '../../lib/cel/values.ts'
import type { ValidatingAdmissionPolicy } from '../../lib/objects.ts'
import { judge } from '../admission/conditions.ts'
import type { CompiledPolicy } from './compiled.ts'

/** Why a request is not as a policy wants it. */
export interface Denial {
  message: string
  /** Absent: Invalid. */
  reason?: string
  /** It is refused whatever the binding's actions are. */
  always?: true
}

interface Values {
  plain: ReadonlyMap<string, Value>
  /** With `authorizer`. */
  authorized: ReadonlyMap<string, Value>
}

/** The longest message that an expression may make, in bytes. */
const LONGEST_MESSAGE = 5 * 1024

/** What a policy says of a request with one set of parameters (apiserver pkg/admission/plugin/policy/validating/validator.go). */
export function decide(spec: ValidatingAdmissionPolicy['spec'], compiled: CompiledPolicy, values: Values): Denial[] {
  const minds = spec.failurePolicy !== 'Ignore'
  const whenFailed = (message: string, more: Partial<Denial> = {}): Denial[] => (minds ? [{ message, ...more }] : [])
  const { variables, conditions } = compiled
  if (conditions.length > 0) {
    const verdict = judge(conditions, compose(variables, values.authorized, budget(PER_REQUEST)), spec.failurePolicy)
    if (typeof verdict !== 'boolean') return whenFailed(verdict.error)
    if (!verdict) return []
  }
  const money = budget(PER_REQUEST)
  const results = all(compiled.validations, compose(variables, values.authorized, money), money)
  if (results instanceof OutOfBudget) return whenFailed(results.message)
  const messages = all(compiled.messages, compose(variables, values.plain, money), money)
  const denials = results.flatMap((result, i) => {
    if ('error' in result!) return whenFailed(result.error)
    if (messages instanceof OutOfBudget) return whenFailed(`failed messageExpression: ${messages.message}`)
    if (result!.value === true) return []
    const { expression, message, reason } = spec.validations![i]!
    const text = madeMessage(messages[i]) || message?.trim() || `failed expression: ${expression.trim()}`
    return [{ message: text, ...(reason ? { reason } : {}) }]
  })
  const own = budget(PER_REQUEST)
  const notes = all(compiled.annotations, compose(variables, values.plain, own), own)
  if (notes instanceof OutOfBudget) return whenFailed(notes.message)
  for (const note of notes) if ('error' in note!) denials.push(...whenFailed(note.error, { always: true }))
  return denials
}

type Result = ReturnType<typeof evaluate>

/** One after the other, until the budget is used up. */
function all(
  expressions: readonly (Compiled | undefined)[],
  variables: ReadonlyMap<string, Value>,
  money: Budget,
): (Result | undefined)[] | OutOfBudget {
  try {
    return expressions.map(each => each && evaluate(each, variables, money))
  } catch (error) {
    if (error instanceof OutOfBudget) return error
    throw error
  }
}

/** What a messageExpression makes, if it can be shown. */
function madeMessage(result: Result | undefined): string {
  if (!result || 'error' in result || typeof result.value !== 'string') return ''
  const text = result.value.trim()
  return text.includes('\n') || Buffer.byteLength(text) > LONGEST_MESSAGE ? '' : text
}

/** Adds `variables`, each of which is evaluated when it is first asked for. */
function compose(
  variables: CompiledPolicy['variables'],
  values: ReadonlyMap<string, Value>,
  money: Budget,
): ReadonlyMap<string, Value> {
  const whole = new Map(values)
  const evaluated = (name: string, { program, problem }: Compiled): Value => {
    const what = `composited variable ${JSON.stringify(name)}`
    if (!program) throw new Failure(`${what} fails to compile: ${problem}`)
    const result = attempt(program, whole, money)
    if ('error' in result) throw new Failure(`${what} fails to evaluate: ${result.error}`)
    return result.value
  }
  const makers = variables.map(({ name, compiled }) => [name, () => evaluated(name, compiled)] as const)
  return whole.set('variables', new LazyDict(new Map(makers)))
}
