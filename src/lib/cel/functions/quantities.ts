import { QUANTITY_ERROR, quantityNanos } from '../../quantity.ts'
import { compareNumbers } from '../equal.ts'
import { type Family, libraryType } from '../overload.ts'
import { Failure } from '../problems.ts'
import { Opaque } from '../values.ts'

const UNIT = 1_000_000_000n

/** resource.Quantity, to the billionth. */
class Quantity extends Opaque {
  readonly type = libraryType('Quantity')
  readonly nanos: bigint
  constructor(nanos: bigint) {
    super()
    this.nanos = nanos
  }
  equals(other: Opaque): boolean {
    return other instanceof Quantity && other.nanos === this.nanos
  }
}

function parse(text: string): Quantity {
  const nanos = quantityNanos(text)
  if (nanos === undefined) throw new Failure(QUANTITY_ERROR)
  return new Quantity(nanos)
}

function integer({ nanos }: Quantity): bigint | undefined {
  const whole = nanos / UNIT
  return nanos % UNIT === 0n && BigInt.asIntN(64, whole) === whole ? whole : undefined
}

const compare = (a: Quantity, b: Quantity): number => compareNumbers(a.nanos, b.nanos)

export const quantities = (): Family => ({
  'quantity(string) -> Quantity': parse,
  'isQuantity(string) -> bool': (text: string) => quantityNanos(text) !== undefined,
  'Quantity.sign() -> int': (a: Quantity) => BigInt(compareNumbers(a.nanos, 0n)),
  'Quantity.isGreaterThan(Quantity) -> bool': (a: Quantity, b: Quantity) => compare(a, b) > 0,
  'Quantity.isLessThan(Quantity) -> bool': (a: Quantity, b: Quantity) => compare(a, b) < 0,
  'Quantity.compareTo(Quantity) -> int': (a: Quantity, b: Quantity) => BigInt(compare(a, b)),
  'Quantity.asApproximateFloat() -> double': (a: Quantity) => Number(a.nanos) / 1e9,
  'Quantity.asInteger() -> int': (a: Quantity) => {
    const whole = integer(a)
    if (whole === undefined) throw new Failure('cannot convert value to integer')
    return whole
  },
  'Quantity.isInteger() -> bool': (a: Quantity) => integer(a) !== undefined,
  'Quantity.add(Quantity) -> Quantity': (a: Quantity, b: Quantity) => new Quantity(a.nanos + b.nanos),
  'Quantity.add(int) -> Quantity': (a: Quantity, b: bigint) => new Quantity(a.nanos + b * UNIT),
  'Quantity.sub(Quantity) -> Quantity': (a: Quantity, b: Quantity) => new Quantity(a.nanos - b.nanos),
  'Quantity.sub(int) -> Quantity': (a: Quantity, b: bigint) => new Quantity(a.nanos - b * UNIT),
})
