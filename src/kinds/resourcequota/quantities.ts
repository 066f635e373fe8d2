/** Arithmetic with lists of quantities by resource. Modelled on apiserver's pkg/quota/v1/resources.go. */
import { formatQuantity, parseQuantity } from '../../lib/quantity.ts'

export type Quantities = Record<string, string>

export const amountOf = (quantity: string | undefined): number => parseQuantity(quantity ?? '0') ?? 0

/** Sums; a result is written as the first of the two was. */
export function sum(a: Quantities, b: Quantities, sign: 1 | -1 = 1): Quantities {
  const all = { ...a }
  for (const name in b) {
    const like = all[name] !== undefined && amountOf(all[name]) !== 0 ? all[name] : b[name]!
    const value = amountOf(all[name]) + sign * amountOf(b[name])
    all[name] = formatQuantity(round(value), String(like).endsWith('i') ? 'binary' : 'decimal')
  }
  return all
}

/** Sums of fractions may be off by what a double cannot hold. */
const round = (value: number): number => Math.round(value * 1e9) / 1e9

/** Only these resources. */
export function mask(list: Quantities, names: readonly string[]): Quantities {
  const kept: Quantities = {}
  for (const name of names) if (list[name] !== undefined) kept[name] = list[name]
  return kept
}

/** Resources of which there is more than there may be, in the order of their names. */
export const exceeding = (list: Quantities, most: Quantities): string[] =>
  Object.keys(list)
    .filter(name => most[name] !== undefined && amountOf(list[name]) > amountOf(most[name]))
    .sort()

/** `pods=3,requests.cpu=1` */
export const pretty = (list: Quantities): string =>
  Object.keys(list)
    .sort()
    .map(name => `${name}=${list[name]}`)
    .join(',')
