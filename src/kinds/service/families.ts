import type { FieldError } from '../../api/errors.ts'
import { duplicate, invalid, invalidValue, required, unsupported } from '../../api/errors.ts'
import { isIp6 } from '../../lib/ip.ts'
import { ipErrors } from '../../lib/names.ts'
import type { Service } from '../../lib/objects.ts'
import { isHeadless, NONE } from './service-type.ts'

/** IP families on a cluster of IPv4 alone. Modelled on pkg/registry/core/service/storage/alloc.go. */

const FAMILIES = ['IPv4', 'IPv6']
const POLICIES = ['PreferDualStack', 'RequireDualStack', 'SingleStack']
const CLUSTER_FAMILY = 'IPv4'

const familyOf = (ip: string) => (isIp6(ip) ? 'IPv6' : 'IPv4')

/** Whether the fields about addresses and families fit each other. */
export function addressFieldErrors(service: Service): FieldError[] {
  const { type, clusterIP, clusterIPs = [], ipFamilies = [], ipFamilyPolicy } = service.spec
  if (type === 'ExternalName') return []
  const errors: FieldError[] = []
  const path = 'spec.clusterIPs'
  if (clusterIP) {
    if (clusterIPs.length === 0) errors.push(required(path))
    else if (clusterIPs[0] !== clusterIP) {
      errors.push(invalidValue(path, clusterIPs, 'first value must match `clusterIP`'))
    }
  } else if (clusterIPs.length > 0) {
    errors.push(invalidValue(path, clusterIPs, 'must be empty when `clusterIP` is not specified'))
  }
  for (const [i, family] of ipFamilies.entries()) {
    if (!FAMILIES.includes(family)) errors.push(unsupported(`spec.ipFamilies[${i}]`, family, FAMILIES))
    if (ipFamilies.indexOf(family) < i) errors.push(duplicate(`spec.ipFamilies[${i}]`, family))
  }
  if (ipFamilyPolicy && !POLICIES.includes(ipFamilyPolicy)) {
    errors.push(unsupported('spec.ipFamilyPolicy', ipFamilyPolicy, POLICIES))
  }
  let malformed = false
  for (const [i, ip] of clusterIPs.entries()) {
    if (i === 0 && ip === NONE) {
      if (clusterIPs.length === 1) continue
      malformed = true
      errors.push(invalidValue(path, clusterIPs, "'None' must be the first and only value"))
      continue
    }
    for (const text of ipErrors(ip)) {
      malformed = true
      errors.push(invalidValue(`${path}[${i}]`, ip, text))
    }
  }
  if (clusterIPs.length > 2) errors.push(invalidValue(path, clusterIPs, 'may only hold up to 2 values'))
  if (malformed) return errors
  if (clusterIPs.length > 1 && new Set(clusterIPs.map(familyOf)).size < clusterIPs.length) {
    errors.push(invalidValue(path, clusterIPs, 'may specify no more than one IP for each IP family'))
  }
  if (isHeadless(service)) return errors
  for (let i = 0; i < Math.min(clusterIPs.length, ipFamilies.length); i++) {
    const [ip, family] = [clusterIPs[i]!, ipFamilies[i]!]
    if (familyOf(ip) !== family && FAMILIES.includes(family)) {
      errors.push(invalidValue(`${path}[${i}]`, ip, `expected an ${family} value as indicated by \`ipFamilies[${i}]\``))
    }
  }
  return errors
}

/** Fills in `ipFamilyPolicy` and `ipFamilies`. Throws ApiError when they ask for what the cluster does not have. */
export function initFamilies(next: Service, previous: Service | undefined): void {
  const { spec } = next
  if (spec.type === 'ExternalName') return
  const refuseIf = (errors: FieldError[]) => {
    if (errors.length > 0) throw invalid('Service', next.metadata.name ?? '', errors)
  }
  const headlessWithoutSelector = spec.clusterIP === NONE && !spec.selector
  spec.ipFamilyPolicy ??=
    previous?.spec.ipFamilyPolicy ?? (headlessWithoutSelector ? 'RequireDualStack' : 'SingleStack')
  refuseIf(addressFieldErrors(next))

  const errors: FieldError[] = []
  const ips = spec.clusterIPs ?? []
  let families = spec.ipFamilies ?? []
  if (spec.ipFamilyPolicy === 'SingleStack') {
    if (previous && families.length > 1 && String(families) === String(previous.spec.ipFamilies)) {
      families = families.slice(0, 1)
    }
    const needs = "must be 'RequireDualStack' or 'PreferDualStack' when multiple"
    for (const [list, words] of [
      [ips, 'cluster IPs'],
      [families, 'IP families'],
    ] as const) {
      if (list.length === 2) {
        errors.push(invalidValue('spec.ipFamilyPolicy', spec.ipFamilyPolicy, `${needs} ${words} are specified`))
      }
    }
  } else if (previous && (previous.spec.ipFamilies?.length ?? 0) > families.length && families.length > 0) {
    const detail = "must be 'SingleStack' to release the secondary IP family"
    errors.push(invalidValue('spec.ipFamilyPolicy', spec.ipFamilyPolicy, detail))
  }
  for (const [i, ip] of ips.entries()) {
    if (ip === NONE) break
    if (i < families.length) continue
    const family = familyOf(ip)
    if (family === CLUSTER_FAMILY) families = [...families, family]
    else {
      errors.push(invalidValue(`spec.clusterIPs[${i}]`, ips, `${family} is not configured on this cluster`))
    }
  }
  refuseIf(errors)

  if (families.length === 0) families = [CLUSTER_FAMILY]
  if (headlessWithoutSelector) {
    // Its addresses are the user's affair: both families are let through on a single-stack cluster too.
    if (families.length < 2 && spec.ipFamilyPolicy !== 'SingleStack') {
      families = [families[0]!, families[0] === 'IPv4' ? 'IPv6' : 'IPv4']
    }
  } else {
    if (spec.ipFamilyPolicy === 'RequireDualStack') {
      const detail = 'this cluster is not configured for dual-stack services'
      errors.push(invalidValue('spec.ipFamilyPolicy', spec.ipFamilyPolicy, detail))
    }
    for (const [i, family] of families.entries()) {
      if (family !== CLUSTER_FAMILY) {
        errors.push(invalidValue(`spec.ipFamilies[${i}]`, family, 'not configured on this cluster'))
      }
    }
    refuseIf(errors)
  }
  spec.ipFamilies = families
}
