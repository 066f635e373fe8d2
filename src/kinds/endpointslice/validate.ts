import type { FieldError } from '../../api/errors.ts'
import { duplicate, invalidValue, required, unsupported } from '../../api/errors.ts'
import { isIp6, parseIp4 } from '../../lib/ip.ts'
import { ipErrors, labelErrors, labelKeyErrors, portNumberErrors, subdomainErrors } from '../../lib/names.ts'
import type { EndpointSlice } from '../../lib/objects.ts'
import { specialAddressErrors } from './addresses.ts'

const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6']
const PROTOCOLS = ['SCTP', 'TCP', 'UDP']
const MAX_ENDPOINTS = 1000
const MAX_ADDRESSES = 100

type Endpoint = EndpointSlice['endpoints'][number]

const tooMany = (path: string, count: number, most: number): FieldError => ({
  type: 'Too many',
  path,
  detail: `${count}: must have at most ${most} items`,
})

/** Modelled on pkg/apis/discovery/validation. */
export function validate(next: EndpointSlice, previous: EndpointSlice | undefined): FieldError[] {
  const { addressType } = next
  if (previous && previous.addressType !== addressType) {
    return [invalidValue('addressType', addressType, 'field is immutable')]
  }
  const errors: FieldError[] = []
  if (!addressType) errors.push(required('addressType'))
  else if (!ADDRESS_TYPES.includes(addressType)) errors.push(unsupported('addressType', addressType, ADDRESS_TYPES))
  const endpoints = next.endpoints ?? []
  if (endpoints.length > MAX_ENDPOINTS) errors.push(tooMany('endpoints', endpoints.length, MAX_ENDPOINTS))
  else for (let i = 0; i < endpoints.length; i++) checkEndpoint(endpoints[i]!, addressType, `endpoints[${i}]`, errors)
  checkPorts(next.ports ?? [], errors)
  return errors
}

function checkEndpoint(endpoint: Endpoint, addressType: string, path: string, errors: FieldError[]): void {
  const addresses = endpoint.addresses ?? []
  if (addresses.length === 0) errors.push(required(`${path}.addresses`, 'must contain at least 1 address'))
  else if (addresses.length > MAX_ADDRESSES) errors.push(tooMany(`${path}.addresses`, addresses.length, MAX_ADDRESSES))
  for (let i = 0; i < addresses.length; i++) {
    const [address, at] = [addresses[i]!, `${path}.addresses[${i}]`]
    if (addressType === 'FQDN') {
      for (const text of subdomainErrors(address)) errors.push(invalidValue(at, address, text))
      if (!address.includes('.')) {
        errors.push(invalidValue(at, address, 'should be a domain with at least two segments separated by dots'))
      }
      continue
    }
    const malformed = ipErrors(address)
    for (const text of malformed) errors.push(invalidValue(at, address, text))
    if (malformed.length > 0) continue
    if (addressType === 'IPv4' && parseIp4(address) === undefined) {
      errors.push(invalidValue(at, address, 'must be an IPv4 address'))
    } else if (addressType === 'IPv6' && !isIp6(address)) {
      errors.push(invalidValue(at, address, 'must be an IPv6 address'))
    }
    errors.push(...specialAddressErrors(at, address))
  }
  if (endpoint.nodeName !== undefined) {
    for (const text of subdomainErrors(endpoint.nodeName)) {
      errors.push(invalidValue(`${path}.nodeName`, endpoint.nodeName, text))
    }
  }
  if (endpoint.hostname !== undefined) {
    for (const text of labelErrors(endpoint.hostname)) {
      errors.push(invalidValue(`${path}.hostname`, endpoint.hostname, text))
    }
  }
}

function checkPorts(ports: NonNullable<EndpointSlice['ports']>, errors: FieldError[]): void {
  const names = new Set<string>()
  for (const [i, port] of ports.entries()) {
    const path = `ports[${i}]`
    const name = port.name ?? ''
    if (name !== '') for (const text of labelErrors(name)) errors.push(invalidValue(`${path}.name`, name, text))
    if (names.has(name)) errors.push(duplicate(`${path}.name`, name))
    names.add(name)
    if (port.port !== undefined) {
      for (const text of portNumberErrors(port.port)) errors.push(invalidValue(`${path}.port`, port.port, text))
    }
    if (!PROTOCOLS.includes(port.protocol!)) errors.push(unsupported(`${path}.protocol`, port.protocol, PROTOCOLS))
    if (port.appProtocol !== undefined) {
      for (const text of labelKeyErrors(port.appProtocol)) {
        errors.push(invalidValue(`${path}.appProtocol`, port.appProtocol, text))
      }
    }
  }
}
