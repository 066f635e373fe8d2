import { isMap, own } from '../../../lib/own.ts'
import { FUNCTIONS, isTrue, text } from './functions.ts'
import type { Block, Node, Operand, Pipe } from './parse.ts'

/** Variables of a block and those around it. */
interface Scope {
  values: Map<string, unknown>
  outer?: Scope
}

class Jump {
  readonly type: 'break' | 'continue'
  constructor(type: 'break' | 'continue') {
    this.type = type
  }
}

/** Fills a Go template. Throws Error in Go's words. Modelled on text/template's exec. */
export function evaluate(nodes: readonly Node[], data: unknown, allowMissing: boolean): string {
  return new Evaluation(allowMissing).run(nodes, data, { values: new Map([['$', data]]) })
}

class Evaluation {
  readonly #allowMissing: boolean
  #output = ''

  constructor(allowMissing: boolean) {
    this.#allowMissing = allowMissing
  }

  run(nodes: readonly Node[], dot: unknown, scope: Scope): string {
    this.#walk(nodes, dot, scope)
    return this.#output
  }

  #walk(nodes: readonly Node[], dot: unknown, scope: Scope): void {
    for (const node of nodes) {
      if (node.type === 'text') this.#output += node.text
      else if (node.type === 'break' || node.type === 'continue') throw new Jump(node.type)
      else if (node.type === 'action') {
        const value = this.#pipe(node.pipe, dot, scope)
        if (node.pipe.variables.length === 0) this.#output += text(value)
      } else if (node.type === 'range') this.#range(node, dot, { values: new Map(), outer: scope })
      else {
        const inner = { values: new Map(), outer: scope }
        const value = this.#pipe(node.pipe, dot, inner)
        if (isTrue(value)) this.#walk(node.then, node.type === 'with' ? value : dot, inner)
        else this.#walk(node.otherwise, dot, inner)
      }
    }
  }

  #range(node: Block, dot: unknown, scope: Scope): void {
    const value = this.#pipe({ ...node.pipe, variables: [] }, dot, scope)
    const entries = elements(value)
    if (entries.length === 0) this.#walk(node.otherwise, dot, scope)
    for (const [key, item] of entries) {
      const inner: Scope = { values: new Map(), outer: scope }
      const names = node.pipe.variables
      if (names.length === 2) this.#assign(node.pipe, names[0]!, key, inner)
      if (names.length > 0) this.#assign(node.pipe, names.at(-1)!, item, inner)
      try {
        this.#walk(node.then, item, inner)
      } catch (jump) {
        if (!(jump instanceof Jump)) throw jump
        if (jump.type === 'break') return
      }
    }
  }

  #assign({ declares }: Pipe, name: string, value: unknown, scope: Scope): void {
    let target: Scope | undefined = scope
    if (!declares) while (target && !target.values.has(name)) target = target.outer
    if (!target) throw new Error(`undefined variable: ${name}`)
    target.values.set(name, value)
  }

  #pipe(pipe: Pipe, dot: unknown, scope: Scope): unknown {
    let value: unknown
    pipe.commands.forEach((command, i) => {
      value = this.#command(command, dot, scope, i === 0 ? [] : [value])
    })
    if (pipe.variables[0]) this.#assign(pipe, pipe.variables[0], value, scope)
    return value
  }

  #command([first, ...rest]: readonly Operand[], dot: unknown, scope: Scope, piped: unknown[]): unknown {
    if (first!.type === 'call') {
      const args = [...rest.map(operand => this.#operand(operand, dot, scope)), ...piped]
      return call(first!.name, args)
    }
    if (rest.length + piped.length > 0) throw new Error("can't give argument to non-function")
    return this.#operand(first!, dot, scope)
  }

  #operand(operand: Operand, dot: unknown, scope: Scope): unknown {
    switch (operand.type) {
      case 'literal':
        return operand.value
      case 'dot':
        return this.#fields(dot, operand.path)
      case 'variable':
        return this.#fields(lookUp(operand.name, scope), operand.path)
      case 'pipe':
        return this.#fields(this.#pipe(operand.pipe, dot, scope), operand.path)
      case 'call':
        return call(operand.name, [])
    }
  }

  #fields(value: unknown, path: readonly string[]): unknown {
    let current = value
    for (const name of path) {
      if (current === undefined || current === null) throw new Error(`nil pointer evaluating interface {}.${name}`)
      if (!isMap(current)) throw new Error(`can't evaluate field ${name} in type interface {}`)
      if (!this.#allowMissing && !Object.hasOwn(current, name)) {
        throw new Error(`map has no entry for key ${JSON.stringify(name)}`)
      }
      current = own(current, name)
    }
    return current
  }
}

function call(name: string, args: unknown[]): unknown {
  try {
    return FUNCTIONS[name]!(...args)
  } catch (error) {
    throw new Error(`error calling ${name}: ${(error as Error).message}`)
  }
}

function lookUp(name: string, scope: Scope): unknown {
  for (let at: Scope | undefined = scope; at; at = at.outer) if (at.values.has(name)) return at.values.get(name)
  throw new Error(`undefined variable: ${name}`)
}

/** What range goes through: maps by sorted keys. */
function elements(value: unknown): [unknown, unknown][] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return value.map((item, i) => [i, item])
  if (typeof value === 'number') return Array.from({ length: value }, (_, i) => [i, i])
  if (!isMap(value)) throw new Error(`range can't iterate over ${text(value)}`)
  return Object.keys(value)
    .sort()
    .map(key => [key, value[key]])
}
