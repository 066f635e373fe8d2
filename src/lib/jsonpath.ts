import { goJson, goJsonPretty } from './go-json.ts'
import { goPrint } from './go-print.ts'
import { parseTemplate, type PathNode, type TemplatePart } from './jsonpath-parse.ts'
import { isMap } from './own.ts'

/** kubectl's JSONPath. Modelled on client-go's util/jsonpath, with its looseness. */

export interface JsonPathOptions {
  /** A field that nobody has is no error. Default true, as in kubectl get. */
  allowMissing?: boolean
  /** Every path's results are printed as one indented JSON list (`-o jsonpath-as-json`). */
  asJson?: boolean
}

/**
 * A template ready to be filled: `{range .items[*]}{.metadata.name}{"\n"}{end}`. Throws Error, when compiled with the
 * parser's words (`unclosed action`), when filled with the evaluator's (`array index out of bounds: index 9, length 4`).
 */
export function compileJsonPath(template: string, options: JsonPathOptions = {}): (data: unknown) => string {
  const find = compileResults(template, options)
  return data => {
    let text = ''
    for (const results of find(data)) {
      if (options.asJson) text += `${goJsonPretty(results)}\n`
      else text += results.map(printed).join(' ')
    }
    return text
  }
}

/** All values that a path (or a template's paths) finds, in order. Default: missing fields find nothing. */
export function findJsonPath(expression: string, data: unknown, options: JsonPathOptions = {}): unknown[] {
  return compileResults(expression, options)(data).flat(1)
}

/** Like findJsonPath, parsed once for many objects. */
export function compileFind(expression: string, options: JsonPathOptions = {}): (data: unknown) => unknown[] {
  const find = compileResults(expression, options)
  return data => find(data).flat(1)
}

/**
 * The full form of what `--sort-by` and custom-columns take: `x.y`, `.x.y`, `{x.y}` or `{.x.y}` becomes `{.x.y}`.
 * The empty text stays. Throws Error.
 */
export function relaxedJsonPath(text: string): string {
  if (text === '') return ''
  const found = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(text)
  if (!found) {
    throw new Error(
      "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
    )
  }
  return `{.${found[1] ?? found[2]}}`
}

/** A part of the template, or a range with what is repeated. */
type Step = { values: PathNode[] } | { text: string } | { over: PathNode[]; body: Step[] }

function compileResults(template: string, { allowMissing = true }: JsonPathOptions): (data: unknown) => unknown[][] {
  const parts = parseTemplate(template)
  const steps: Step[] = []
  let at = 0
  while (at < parts.length) {
    const [block, next] = readBlock(parts, at, false)
    steps.push(...block)
    at = next
  }
  const walker = new Walker(allowMissing)
  return data => {
    const results: unknown[][] = []
    run(steps, data, walker, results)
    return results
  }
}

/** The steps up to the `{end}` that closes a range (or the end of the template), and the part after them. */
function readBlock(parts: TemplatePart[], start: number, inRange: boolean): [Step[], number] {
  const steps: Step[] = []
  let at = start
  while (at < parts.length) {
    const part = parts[at++]!
    if (part.type === 'text') {
      steps.push({ text: part.value })
      continue
    }
    const first = part.path[0]
    if (first?.type !== 'word') steps.push({ values: part.path })
    else if (first.value === 'range') {
      const [body, next] = readBlock(parts, at, true)
      steps.push({ over: part.path.slice(1), body })
      at = next
    } else if (first.value === 'end' && inRange) return [steps, at]
    else steps.push({ values: part.path })
  }
  return [steps, at]
}

function run(steps: Step[], data: unknown, walker: Walker, results: unknown[][]): void {
  for (const step of steps) {
    if ('text' in step) results.push([step.text])
    else if ('values' in step) results.push(walker.walk([data], step.values))
    else for (const item of walker.walk([data], step.over)) run(step.body, item, walker, results)
  }
}

class Walker {
  private readonly allowMissing: boolean

  constructor(allowMissing: boolean) {
    this.allowMissing = allowMissing
  }

  walk(input: unknown[], path: readonly PathNode[]): unknown[] {
    let values = input
    for (const node of path) values = this.step(values, node)
    return values
  }

  private step(input: unknown[], node: PathNode): unknown[] {
    switch (node.type) {
      case 'text':
      case 'constant':
        return [node.value]
      case 'word':
        throw new Error(node.value === 'end' ? 'not in range, nothing to end' : `unrecognized identifier ${node.value}`)
      case 'field':
        return this.field(input, node.value)
      case 'wildcard':
        return input.flatMap(children)
      case 'recursive':
        return descend(input)
      case 'slice':
        return sliced(input, node)
      case 'union':
        return node.paths.flatMap(path => this.walk(input, path))
      default:
        return this.filter(input, node)
    }
  }

  private field(input: unknown[], name: string): unknown[] {
    const found: unknown[] = []
    for (const value of input)
      if (isMap(value) && Object.hasOwn(value, name) && value[name] !== undefined) found.push(value[name])
    if (found.length === 0 && input.length > 0 && !this.allowMissing) throw new Error(`${name} is not found`)
    return found
  }

  private filter(input: unknown[], node: PathNode & { type: 'filter' }): unknown[] {
    const passed: unknown[] = []
    for (const list of input) {
      if (!Array.isArray(list)) throw new Error(`${goPrint(list)} is not array or slice and cannot be filtered`)
      for (const item of list) if (this.passes(item, node)) passed.push(item)
    }
    return passed
  }

  private passes(item: unknown, { left, op, right }: PathNode & { type: 'filter' }): boolean {
    if (op === 'exists') {
      try {
        return this.walk([item], left).length > 0
      } catch {
        // As upstream: a path that fails counts as found.
        return true
      }
    }
    const lefts = this.walk([item], left)
    if (lefts.length === 0) return false
    if (lefts.length > 1) throw new Error('can only compare one element at a time')
    const rights = this.walk([item], right)
    if (rights.length === 0) return false
    if (rights.length > 1) throw new Error('can only compare one element at a time')
    return compare(lefts[0], op, rights[0])
  }
}

function children(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  return isMap(value)
    ? Object.keys(value)
        .sort()
        .map(key => value[key])
    : []
}

/** Every value that contains others, parents before children. */
function descend(input: unknown[]): unknown[] {
  const all: unknown[] = []
  for (const value of input) {
    const inner = children(value)
    if (inner.length > 0) all.push(value, ...descend(inner))
  }
  return all
}

function sliced(input: unknown[], { from, to, step }: PathNode & { type: 'slice' }): unknown[] {
  const found: unknown[] = []
  for (const list of input) {
    if (list === null) continue
    if (!Array.isArray(list)) throw new Error(`${goType(list)} is not array or slice`)
    const length = list.length
    let start = from.known ? from.value : 0
    if (start < 0) start += length
    let end = to.known ? to.value : length
    if (end < 0 || (end === 0 && to.derived)) end += length
    // As upstream: nothing asked of one list ends the search in the others too.
    if (start === end) return found
    if (start >= length || start < 0) throw new Error(outOfBounds(start, length))
    if (end > length || end < 0) throw new Error(outOfBounds(end - 1, length))
    if (start > end) throw new Error(`starting index ${start} is greater than ending index ${end}`)
    if (step.known && step.value <= 0) throw new Error('step must be > 0')
    for (let i = start; i < end; i += step.known ? step.value : 1) found.push(list[i])
  }
  return found
}

const outOfBounds = (index: number, length: number) => `array index out of bounds: index ${index}, length ${length}`

function goType(value: unknown): string {
  if (typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  return 'map[string]interface {}'
}

function compare(left: unknown, op: string, right: unknown): boolean {
  const kinds = [goType(left), goType(right)]
  if ((typeof left === 'object' || typeof right === 'object') && left !== null && right !== null) {
    throw new Error('invalid type for comparison')
  }
  if (left === null || right === null || kinds[0] !== kinds[1]) throw new Error('incompatible types for comparison')
  if (op === '==') return left === right
  if (op === '!=') return left !== right
  const known = op === '<' || op === '>' || op === '<=' || op === '>='
  if (!known) throw new Error(`unrecognized filter operator ${op}`)
  if (typeof left === 'boolean') throw new Error('invalid type for comparison')
  const [a, b] = [left as string | number, right as string | number]
  if (op === '<') return a < b
  if (op === '>') return a > b
  return op === '<=' ? a <= b : a >= b
}

/** Maps and lists as JSON, the rest as it reads. */
function printed(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return 'null'
  return typeof value === 'object' ? goJson(value) : String(value)
}
