import { type FieldError, invalidValue, required } from '../../api/errors.ts'
import { equal } from '../../lib/equal.ts'
import { formatIp4, parseCidr } from '../../lib/ip.ts'
import { cidrErrors } from '../../lib/names.ts'
import type { ServiceCIDR } from '../../lib/objects.ts'

const PATH = 'spec.cidrs'
const DUAL = 'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64'

/** Modelled on pkg/apis/networking/validation, ValidateServiceCIDR. */
export function validate({ spec }: ServiceCIDR, previous: ServiceCIDR | undefined): FieldError[] {
  const cidrs = spec?.cidrs ?? []
  if (previous) {
    return equal(cidrs, previous.spec.cidrs) ? [] : [invalidValue(PATH, cidrs, 'field is immutable')]
  }
  if (cidrs.length === 0) return [required(PATH, 'at least one CIDR required')]
  const value = { cidrs }
  if (cidrs.length > 2) return [invalidValue(PATH, value, 'may only hold up to 2 values')]
  if (cidrs.length === 2 && cidrs[0]!.includes(':') === cidrs[1]!.includes(':')) {
    return [invalidValue(PATH, value, DUAL)]
  }
  return cidrs.flatMap((text, i) => {
    const errors = cidrErrors(text)
    const host = errors.length === 0 ? hostBits(text) : undefined
    return [...errors, ...(host ?? [])].map(why => invalidValue(`${PATH}[${i}]`, text, why))
  })
}

/** Bits beyond the prefix must be 0. */
function hostBits(text: string): string[] {
  const cidr = parseCidr(text)
  if (!cidr) return []
  const strict = `${formatIp4(cidr.base)}${text.slice(text.indexOf('/'))}`
  return strict === text
    ? []
    : [`must not have bits set beyond the prefix length (e.g. "${strict}" instead of "${text}")`]
}
