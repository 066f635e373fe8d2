import { check } from './check.ts'
import { estimateCost, type SizeOf } from './cost.ts'
import { evaluate } from './evaluate.ts'
import { validateLiterals } from './literals.ts'
import type { Runtime } from './overload.ts'
import { parse } from './parse.ts'
import { CompileError, CostError, Problems } from './problems.ts'
import type { Type } from './types.ts'
import type { Value } from './values.ts'

/**
 * The Common Expression Language with the libraries that the API server v1.35 offers
 * (https://kubernetes.io/docs/reference/using-api/cel). What an evaluation does is counted, and it ends at a limit; what it
 * may cost at most can be known before.
 */
export interface Program {
  type: Type
  /** Whether the expression mentions a variable. */
  uses(variable: string): boolean
  /** The most that it may cost, see `estimateCost`. */
  cost(sizeOf: SizeOf): number
  /** Throws Failure, or CostError when the budget is used up. */
  run(variables: ReadonlyMap<string, Value>, budget: Budget): Value
}

/** Throws CompileError with all that is wrong, in cel-go's words. */
export function compile(source: string, variables: ReadonlyMap<string, Type>): Program {
  const problems = new Problems(source)
  const tree = parse(source, problems)
  const { type, used, typeOf } = check(tree, variables, problems)
  if (problems.count === 0) validateLiterals(tree, problems)
  if (problems.count > 0) throw new CompileError(problems.toString())
  return {
    type,
    uses: variable => used.has(variable),
    cost: sizeOf => estimateCost(tree, typeOf, sizeOf),
    run: (values, budget) => {
      budget.begin()
      return evaluate(tree, values, budget)
    },
  }
}

/** What evaluations may still cost: each at most `perCall`, all of an object together at most what is left. */
export class Budget implements Runtime {
  left: number
  private readonly perCall: number
  private spent = 0
  constructor(perCall: number, total: number) {
    this.perCall = perCall
    this.left = total
  }
  /** A new evaluation. */
  begin(): void {
    this.spent = 0
  }
  charge(work: number): void {
    this.spent += work
    this.left -= work
    if (this.spent > this.perCall) throw new CostError()
  }
}
