import { compile, type Program } from '../../../lib/cel/compile.ts'
import { CompileError } from '../../../lib/cel/problems.ts'
import { formatType, optionalOf, type Type } from '../../../lib/cel/types.ts'
import type { Rule, Schema } from '../types.ts'
import { declaredType } from './declare.ts'

/** A rule as the API server knows it: a program, or why it is none (apiextensions pkg/apiserver/schema/cel/compilation.go). */
export interface CompiledRule {
  rule: Rule
  program?: Program
  problem?: string
  message?: Program
  messageProblem?: string
  usesOldSelf: boolean
}

/** Upstream tells objects apart by a number that changes with every compilation. */
const SELF = 'selfType0'

const made = new WeakMap<Schema, CompiledRule[] | undefined>()

/** The rules of a schema for values that `node` describes; undefined where expressions see nothing. */
export function compiledRules(rules: Schema, node: Schema, root: boolean): CompiledRule[] | undefined {
  if (made.has(rules)) return made.get(rules)
  const self = declaredType(node, root, SELF)
  const all = self && (rules['x-kubernetes-validations'] ?? []).map(rule => compileRule(rule, self))
  made.set(rules, all)
  return all
}

function compileRule(rule: Rule, self: Type): CompiledRule {
  if (!rule.rule?.trim()) return { rule, usesOldSelf: false }
  const variables = new Map([
    ['self', self],
    ['oldSelf', rule.optionalOldSelf ? optionalOf(self) : self],
  ])
  const main = attempt(rule.rule, variables, 'bool', 'compilation failed', 'cel expression must evaluate to a bool')
  const compiled: CompiledRule = { rule, ...main, usesOldSelf: main.program?.uses('oldSelf') ?? false }
  if (!rule.messageExpression?.trim()) return compiled
  const { program, problem } = attempt(
    rule.messageExpression,
    variables,
    'string',
    'messageExpression compilation failed',
    'messageExpression must evaluate to a string',
  )
  return { ...compiled, ...(program ? { message: program } : { messageProblem: problem! }) }
}

function attempt(
  source: string,
  variables: ReadonlyMap<string, Type>,
  wanted: string,
  failed: string,
  otherwise: string,
): { program?: Program; problem?: string } {
  try {
    const program = compile(source, variables)
    return formatType(program.type) === wanted ? { program } : { problem: otherwise }
  } catch (error) {
    if (error instanceof CompileError) return { problem: `${failed}: ${error.message}` }
    throw error
  }
}
