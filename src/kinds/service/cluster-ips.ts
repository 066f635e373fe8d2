import type { Admission } from '../../api/kind.ts'
import { ApiError, invalid, invalidValue } from '../../api/errors.ts'
import { formatIp4, inCidr, parseCidr, parseIp4 } from '../../lib/ip.ts'
import type { IPAddress, Service } from '../../lib/objects.ts'
import { NONE } from './service-type.ts'

/** Addresses of Services. Modelled on pkg/registry/core/service/ipallocator. */

export const SERVICE_CIDR = '10.96.0.0/16'

const range = parseCidr(SERVICE_CIDR)!
/** Without the network's own address and the broadcast address. */
const FIRST = range.base + 1
const COUNT = range.size - 2
/** Addresses that are given out last, so that those who ask for one find it free: 10.96.0.1 to 10.96.1.0. */
const STATIC = Math.min(Math.max(16, Math.floor(range.size / 16)), 256)

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
    if (address === undefined || !inCidr(address, range)) {
      refuse(` ${asked}`, 'the provided network does not match the current range')
    } else if (address < FIRST || address >= FIRST + COUNT) {
      refuse(` ${asked}`, `the provided IP is not in the valid range. The range of valid IPs is ${SERVICE_CIDR}`)
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

/** A free address: from a random place of the dynamic band onwards, then from the static band. */
function draw(service: Service, admission: Admission): string {
  const { metadata } = service
  const dynamic = COUNT - STATIC
  const rng = admission.rng(
    'clusterIP',
    metadata.uid ?? '',
    metadata.namespace ?? '',
    metadata.name ?? '',
    admission.now,
  )
  const start = rng.int(dynamic)
  for (let i = 0; i < COUNT; i++) {
    const offset = i < dynamic ? STATIC + ((start + i) % dynamic) : i - dynamic
    const ip = formatIp4(FIRST + offset)
    if (!isTaken(ip, admission)) return ip
  }
  throw new ApiError('InternalError', 'Internal error occurred: failed to allocate a serviceIP: range is full')
}
