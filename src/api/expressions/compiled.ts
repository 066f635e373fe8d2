import { compile, type Program } from '../../lib/cel/compile.ts'
import { CompileError } from '../../lib/cel/problems.ts'
import { DYN, type Type } from '../../lib/cel/types.ts'
import { type Scope, typesIn } from './variables.ts'

/** An expression of an admission plugin: a program, or why it is none. */
export interface Compiled {
  source: string
  program?: Program
  problem?: string
}

/** apiserver pkg/admission/plugin/cel/compile.go. `returns`: the types that it may have; absent: any. */
export function compileExpression(source: string, scope: Scope, returns?: readonly string[]): Compiled {
  let program: Program
  try {
    program = compile(source, typesIn(scope))
  } catch (error) {
    if (error instanceof CompileError) return { source, problem: `compilation failed: ${error.message}` }
    throw error
  }
  const type = typeText(program.type)
  if (!returns || returns.includes(type)) return { source, program }
  const wanted = returns.length === 1 ? returns[0]! : `one of [${returns.join(' ')}]`
  return { source, problem: `must evaluate to ${wanted} but got ${type}` }
}

/** Go's names of types, which differ from those that the checker's complaints use. */
const TYPE_NAMES: Record<string, string> = {
  null: 'null_type',
  timestamp: 'google.protobuf.Timestamp',
  duration: 'google.protobuf.Duration',
}

function typeText(type: Type): string {
  const name = TYPE_NAMES[type.kind] ?? type.name
  return type.of.length === 0 ? name : `${name}(${type.of.map(typeText).join(', ')})`
}

/** What a composed variable is for others: lists, maps and simple types keep their type. */
export function variableType({ program }: Compiled): Type {
  return program ? plainType(program.type) : DYN
}

const PLAIN = ['bool', 'bytes', 'double', 'duration', 'int', 'null', 'string', 'timestamp', 'uint']

function plainType(type: Type): Type {
  if (type.kind === 'list' || type.kind === 'map') return { ...type, of: type.of.map(plainType) }
  return PLAIN.includes(type.kind) ? type : DYN
}
