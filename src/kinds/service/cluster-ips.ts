import type { Admission } from '../../api/kind.ts'
import { ApiError, invalid, invalidValue } from '../../api/errors.ts'
import { formatIp4, inCidr, parseIp4 } from '../../lib/ip.ts'
import type { IPAddress, Service } from '../../lib/objects.ts'
import type { Prng } from '../../lib/prng.ts'
import { openRanges, type Range } from '../servicecidr/ranges.ts'
import { NONE } from './service-type.ts'

/** Addresses of Services. Modelled on pkg/registry/core/service/ipallocator. */

/** Sets `clusterIP` and `clusterIPs` of a Service that has none yet. Throws ApiError when it cannot have what it asks for. */
export function allocateClusterIP(service: Service, admission: Admission): void {
  const { spec, metadata } = service
  if (spec.type === 'ExternalName' || spec.clusterIPs?.[0] === NONE) return
  const asked = spec.clusterIPs?.[0]
  const refuse = (ip: string, why: string) => {
    const value = [asked ?? '']
    throw invalid('Service', metadata.name ?? '', [
      invalidValue('spec.clusterIPs', value, `failed to allocate IP${ip}: ${why}`),
    ])
  }
  const ip = asked ?? draw(service, admission)
  if (!metadata.name) {
    const claim = `IPAddress.networking.k8s.io ${JSON.stringify(ip)} is invalid: spec.parentRef.name: Required value`
    refuse(asked ? ` ${ip}` : '', claim)
  }
  if (asked) {
    const address = parseIp4(asked)
    const range = openRanges(admission.read).find(({ cidr }) => address !== undefined && inCidr(address, cidr))
    if (address === undefined || !range) {
      refuse(` ${asked}`, 'the provided network does not match the current range')
    } else if (address < range.first || address >= range.first + range.count) {
      refuse(` ${asked}`, `the provided IP is not in the valid range. The range of valid IPs is ${range.text}`)
    } else if (isTaken(asked, admission)) {
      refuse(` ${asked}`, 'provided IP is already allocated')
    }
  }
  spec.clusterIP = ip
  spec.clusterIPs = [ip]
}

/** By a Service, or by an IPAddress that somebody made for another use. */
function isTaken(ip: string, { read }: Admission): boolean {
  if (read.find('services', `clusterIP=${ip}`).length > 0) return true
  const address = read.get<IPAddress>('ipaddresses.networking.k8s.io', undefined, ip)
  return address !== undefined && address.spec.parentRef.resource !== 'services'
}

/** A free address: from any range that has one. */
function draw(service: Service, admission: Admission): string {
  const { metadata } = service
  const rng = admission.rng(
    'clusterIP',
    metadata.uid ?? '',
    metadata.namespace ?? '',
    metadata.name ?? '',
    admission.now,
  )
  const ranges = openRanges(admission.read)
  const turn = ranges.length > 1 ? rng.int(ranges.length) : 0
  for (let i = 0; i < ranges.length; i++) {
    const ip = freeIn(ranges[(turn + i) % ranges.length]!, rng, admission)
    if (ip !== undefined) return ip
  }
  throw new ApiError('InternalError', 'Internal error occurred: failed to allocate a serviceIP: range is full')
}

/** From a random place of the dynamic band onwards, then from the static band. */
function freeIn(range: Range, rng: Prng, admission: Admission): string | undefined {
  const dynamic = range.count - range.static
  const start = dynamic > 0 ? rng.int(dynamic) : 0
  for (let i = 0; i < range.count; i++) {
    const offset = i < dynamic ? range.static + ((start + i) % dynamic) : i - dynamic
    const ip = formatIp4(range.first + offset)
    if (!isTaken(ip, admission)) return ip
  }
  return undefined
}
