import type { FieldError } from '../../api/errors.ts'
import type { LimitRange } from '../../lib/objects.ts'
import { parseQuantity } from '../../lib/quantity.ts'
import { Path } from '../pod/validate/path.ts'

type Quantities = Record<string, string>

const TYPES = ['Pod', 'Container', 'PersistentVolumeClaim']

/** Modelled on pkg/apis/core/validation, ValidateLimitRange. */
export function validate({ spec }: LimitRange): FieldError[] {
  const errors: FieldError[] = []
  const seen = new Set<string>()
  Path.root('spec.limits', errors).each(spec.limits, (item, at) => {
    const { type, min, max, maxLimitRequestRatio: ratio } = item as Record<string, any> & { type: string }
    if (!TYPES.includes(type) && !type.includes('/')) {
      at.at('type').invalid(type, 'must be a standard limit type or fully qualified')
    }
    if (seen.has(type)) at.at('type').duplicate(type)
    seen.add(type)
    const given = item as { default?: Quantities; defaultRequest?: Quantities }
    if (type === 'Pod') {
      for (const field of ['default', 'defaultRequest'] as const) {
        if (given[field]) at.at(field).forbidden("may not be specified when `type` is 'Pod'")
      }
    }
    if (type === 'PersistentVolumeClaim' && min?.storage === undefined && max?.storage === undefined) {
      at.at('limits').required('either minimum or maximum storage value is required, but neither was provided')
    }
    for (const side of [min, max, given.default, given.defaultRequest, ratio] as (Quantities | undefined)[]) {
      for (const name in side) if (parseQuantity(side[name]!)! < 0) at.key(name).nonNegative(-1)
    }
    compare({ min, max, limit: given.default, request: given.defaultRequest, ratio }, at)
  })
  return errors
}

interface Sides {
  min?: Quantities
  max?: Quantities
  limit?: Quantities
  request?: Quantities
  ratio?: Quantities
}

/** No bound, default or ratio may contradict another one. */
function compare({ min = {}, max = {}, limit = {}, request = {}, ratio = {} }: Sides, at: Path): void {
  const names = [min, max, limit, request, ratio].flatMap(side => Object.keys(side))
  const over = (a: string | undefined, b: string | undefined) =>
    a !== undefined && b !== undefined && parseQuantity(a)! > parseQuantity(b)!
  for (const name of [...new Set(names)].sort()) {
    const [low, high, lim, req, most] = [min[name], max[name], limit[name], request[name], ratio[name]]
    const wrong = (field: string, value: string, detail: string) => at.at(field).key(name).invalid(value, detail)
    if (over(low, high)) wrong('min', low!, `min value ${low} is greater than max value ${high}`)
    if (over(low, req)) {
      wrong('defaultRequest', req!, `min value ${low} is greater than default request value ${req}`)
    }
    if (over(req, high)) {
      wrong('defaultRequest', req!, `default request value ${req} is greater than max value ${high}`)
    }
    if (over(req, lim)) {
      wrong('defaultRequest', req!, `default request value ${req} is greater than default limit value ${lim}`)
    }
    if (over(low, lim)) wrong('default', low!, `min value ${low} is greater than default value ${lim}`)
    if (over(lim, high)) wrong('default', high!, `default value ${lim} is greater than max value ${high}`)
    if (most === undefined) continue
    const factor = parseQuantity(most)!
    if (factor < 1) wrong('maxLimitRequestRatio', most, `ratio ${most} is less than 1`)
    const widest = parseQuantity(high ?? '')! / parseQuantity(low ?? '')!
    if (factor > widest) {
      wrong('maxLimitRequestRatio', most, `ratio ${most} is greater than max/min = ${widest.toFixed(6)}`)
    }
  }
}
