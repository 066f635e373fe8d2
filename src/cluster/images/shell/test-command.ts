import type { Files } from '../image.ts'
import { matchesPattern } from './pattern.ts'
import { resolvePath } from './world.ts'

/** test(1), `[ ]` and `[[ ]]`: 0 true, 1 false. Throws Error for what is no expression, which a shell answers with 2. */
export function test(args: string[], files: Files, cwd: string): number {
  let at = 0

  const or = (): boolean => {
    let value = and()
    while (args[at] === '-o' || args[at] === '||') {
      at++
      const right = and()
      value ||= right
    }
    return value
  }
  const and = (): boolean => {
    let value = not()
    while (args[at] === '-a' || args[at] === '&&') {
      at++
      const right = not()
      value &&= right
    }
    return value
  }
  const not = (): boolean => {
    if (args[at] === '!' && at + 1 < args.length) {
      at++
      return !not()
    }
    if (args[at] === '(') {
      at++
      const value = or()
      at++
      return value
    }
    return primary()
  }
  const primary = (): boolean => {
    const first = args[at++]
    if (first === undefined) return false
    const operator = args[at]
    if (operator !== undefined && BINARY[operator] && args[at + 1] !== undefined) {
      at += 2
      return BINARY[operator]!(first, args[at - 1]!)
    }
    const operand = args[at]
    const unary = UNARY[first]
    if (!unary || operand === undefined) return first !== ''
    at++
    return unary(operand, files, cwd)
  }

  const value = or()
  if (at < args.length) throw new Error(`${args[at]}: unknown operand`)
  return value ? 0 : 1
}

function integer(text: string): number {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new Error(`${text}: bad number`)
  return Number.parseInt(text, 10)
}

const BINARY: Record<string, (a: string, b: string) => boolean> = {
  '=': (a, b) => a === b,
  '==': (a, b) => a === b || matchesPattern(a, b),
  '!=': (a, b) => a !== b,
  '=~': (a, b) => new RegExp(b).test(a),
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '-eq': (a, b) => integer(a) === integer(b),
  '-ne': (a, b) => integer(a) !== integer(b),
  '-lt': (a, b) => integer(a) < integer(b),
  '-le': (a, b) => integer(a) <= integer(b),
  '-gt': (a, b) => integer(a) > integer(b),
  '-ge': (a, b) => integer(a) >= integer(b),
}

type Unary = (operand: string, files: Files, cwd: string) => boolean
const exists: Unary = (path, files, cwd) => isFile(path, files, cwd) || isFolder(path, files, cwd)
const isFile: Unary = (path, files, cwd) => files.read(resolvePath(cwd, path)) !== undefined
const isFolder: Unary = (path, files, cwd) => files.list(resolvePath(cwd, path)) !== undefined

const UNARY: Record<string, Unary> = {
  '-n': text => text !== '',
  '-z': text => text === '',
  '-e': exists,
  '-r': exists,
  '-w': exists,
  '-x': exists,
  '-f': isFile,
  '-d': isFolder,
  '-s': (path, files, cwd) => !!files.read(resolvePath(cwd, path)),
  '-L': () => false,
  '-h': () => false,
  '-t': () => false,
}
