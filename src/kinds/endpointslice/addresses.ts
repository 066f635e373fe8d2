import type { FieldError } from '../../api/errors.ts'
import { invalidValue } from '../../api/errors.ts'
import { inCidr, isIp6, parseCidr, parseIp4 } from '../../lib/ip.ts'

const LOOPBACK = parseCidr('127.0.0.0/8')!
const LINK_LOCAL = parseCidr('169.254.0.0/16')!
const LINK_LOCAL_MULTICAST = parseCidr('224.0.0.0/24')!

/** Addresses that no endpoint may have. Modelled on pkg/apis/core/validation `ValidateNonSpecialIP`. */
export function specialAddressErrors(path: string, ip: string): FieldError[] {
  const refuse = (detail: string) => [invalidValue(path, ip, detail)]
  const address = parseIp4(ip)
  if (address === undefined && !isIp6(ip)) return refuse('must be a valid IP address')
  const is = (v4: (address: number) => boolean, v6: RegExp) => (address !== undefined ? v4(address) : v6.test(ip))
  if (is(a => a === 0, /^[0:]+$/)) return refuse(`may not be unspecified (${ip})`)
  if (is(a => inCidr(a, LOOPBACK), /^[0:]*:0*1$/)) {
    return refuse('may not be in the loopback range (127.0.0.0/8, ::1/128)')
  }
  if (is(a => inCidr(a, LINK_LOCAL), /^fe[89ab][0-9a-f]?:/i)) {
    return refuse('may not be in the link-local range (169.254.0.0/16, fe80::/10)')
  }
  if (is(a => inCidr(a, LINK_LOCAL_MULTICAST), /^ff02:/i)) {
    return refuse('may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)')
  }
  return []
}
