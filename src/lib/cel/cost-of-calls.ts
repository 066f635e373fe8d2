import type { CallExpr, Expr } from './ast.ts'
import type { Size } from './cost.ts'
import type { Type } from './types.ts'

export interface Sized {
  expr: Expr
  type: Type
  size: Size
  /** Of the items of a list. */
  itemSize(): Size
}

export interface CallCost {
  cost: number
  /** Of the result, when more is known than its type says. */
  size?: Size
}

/** To walk over a character, and over a character of a pattern. */
const WALK = 0.1
const PATTERN = 0.25
/** Of the named formats, the pattern of the longest. */
const FORMAT_PATTERN = 128

const walk = ({ max }: Size, times = 1): number => Math.ceil(max * WALK * times)

/**
 * What a call itself costs, without its arguments (cel-go checker/cost.go, apiserver pkg/cel/library/cost.go).
 */
export function callCost({ function: name }: CallExpr, target: Sized | undefined, args: readonly Sized[]): CallCost {
  const [first, second] = args
  switch (name) {
    case '_==_':
    case '_!=_':
    case '_<_':
    case '_<=_':
    case '_>_':
    case '_>=_':
      return compared(name, first!, second!)
    case '_+_':
      return added(first!, second!)
    case '@in':
      return { cost: second!.type.kind === 'map' ? 1 : second!.size.max }
    case 'startsWith':
    case 'endsWith':
    case 'url':
    case 'isIP':
    case 'cidr':
    case 'isCIDR':
    case 'quantity':
    case 'isQuantity':
    case 'semver':
    case 'isSemver':
      return { cost: walk(first!.size) }
    case 'string': {
      // How long the text of a number is, is not known.
      const { kind } = first!.type
      if (kind !== 'bytes' && kind !== 'dyn') return { cost: 1 }
      return { cost: Math.max(1, walk(first!.size)), size: { min: first!.size.min / 4, max: first!.size.max } }
    }
    case 'bytes':
      return { cost: walk(first!.size), size: { min: first!.size.min, max: first!.size.max * 4 } }
    case 'strings.quote':
      return { cost: walk(first!.size), size: { min: first!.size.min + 2, max: first!.size.max * 2 + 2 } }
    case 'ip':
      return { cost: target ? 1 : walk(first!.size) }
    case 'ip.isCanonical':
      return { cost: walk(first!.size, 2) }
    case 'contains':
      return { cost: walk(target!.size) * walk(first!.size) }
    case 'matches':
      return target ? { cost: patterned(target.size, first!.size) } : { cost: 1 }
    case 'find':
    case 'findAll':
      return { cost: patterned(target!.size, first!.size), size: { min: 0, max: target!.size.max } }
    case 'validate':
      return { cost: walk(first!.size) * FORMAT_PATTERN * PATTERN }
    case 'format':
      return { cost: walk(target!.size) }
    case 'containsIP':
    case 'containsCIDR': {
      const parsed = first!.type.kind === 'string' ? walk(first!.size) : 0
      return { cost: (name === 'containsIP' ? 4 : 7) + parsed }
    }
    case 'isSorted':
    case 'sum':
    case 'max':
    case 'min':
    case 'indexOf':
    case 'lastIndexOf':
      return { cost: walkedOver(target!) }
    case 'lowerAscii':
    case 'upperAscii':
    case 'substring':
    case 'trim':
      return { cost: walk(target!.size), size: target!.size }
    case 'replace':
      return { cost: walk(target!.size, 2), size: replaced(target!.size, first!.size, second!.size) }
    case 'split':
      return { cost: walk(target!.size, 2), size: { min: 0, max: splitInto(target!, second) } }
    case 'join':
      return joined(target!, first)
    case 'sets.contains':
    case 'sets.intersects':
      return { cost: first!.size.max * second!.size.max + 1 }
    case 'sets.equivalent':
      return { cost: first!.size.max * second!.size.max * 2 + 1 }
    default:
      return { cost: 1 }
  }
}

/** Only what can be long costs more than a step; numbers are compared at once. */
function compared(name: string, a: Sized, b: Sized): CallCost {
  const long = ['string', 'bytes', 'dyn'].includes(a.type.kind)
  if (name !== '_==_' && name !== '_!=_' && !long) return { cost: 1 }
  return { cost: Math.ceil(Math.min(a.size.max, b.size.max) * WALK) }
}

function added(a: Sized, b: Sized): CallCost {
  const size = { min: a.size.min + b.size.min, max: a.size.max + b.size.max }
  switch (a.type.kind) {
    case 'list':
      return { cost: 1, size }
    case 'string':
    case 'bytes':
    case 'dyn':
      return { cost: walk(size), size }
    default:
      return { cost: 1 }
  }
}

const patterned = (text: Size, pattern: Size): number =>
  Math.ceil((text.max + 1) * WALK) * Math.ceil(pattern.max * PATTERN)

/** Each item is looked at, those that are texts in full; `indexOf` is also for texts. */
function walkedOver({ type, size, itemSize }: Sized): number {
  const [item] = type.of
  if (!item) return walk(size)
  const each = item.kind === 'string' || item.kind === 'bytes' ? 1 + walk(itemSize()) : 1
  return size.max * each
}

function replaced(text: Size, from: Size, to: Size): Size {
  if (from.min === 0) return { min: 0, max: (text.max + 1) * to.max + text.max }
  if (to.max <= from.min) return { min: 0, max: text.max }
  return { min: 0, max: Math.ceil(text.max / from.min) * to.max }
}

function splitInto({ size }: Sized, limit: Sized | undefined): number {
  const { expr } = limit ?? {}
  return expr?.is === 'literal' && typeof expr.value === 'bigint' && expr.value >= 0n ? Number(expr.value) : size.max
}

function joined({ size, itemSize }: Sized, separator: Sized | undefined): CallCost {
  const between = separator ? Math.max(0, size.max - 1) * separator.size.max : 0
  const all = { min: 0, max: size.max * itemSize().max + between }
  return { cost: walk(all), size: all }
}
