import type { FieldError } from '../../api/errors.ts'
import { invalidValue, required, unsupported } from '../../api/errors.ts'
import { ipErrors, labelErrors, labelKeyErrors, portNumberErrors, subdomainErrors } from '../../lib/names.ts'
import type { Endpoints } from '../../lib/objects.ts'
import { specialAddressErrors } from '../endpointslice/addresses.ts'

type Subset = NonNullable<Endpoints['subsets']>[number]

const PROTOCOLS = ['SCTP', 'TCP', 'UDP']

/** Modelled on pkg/apis/core/validation `validateEndpointSubsets`. */
export function validate(endpoints: Endpoints): FieldError[] {
  const errors: FieldError[] = []
  for (const [i, subset] of (endpoints.subsets ?? []).entries()) {
    const path = `subsets[${i}]`
    const { addresses = [], notReadyAddresses = [], ports = [] } = subset
    if (addresses.length === 0 && notReadyAddresses.length === 0) {
      errors.push(required(path, 'must specify `addresses` or `notReadyAddresses`'))
    }
    checkAddresses(addresses, `${path}.addresses`, errors)
    checkAddresses(notReadyAddresses, `${path}.notReadyAddresses`, errors)
    checkPorts(ports, `${path}.ports`, errors)
  }
  return errors
}

function checkAddresses(addresses: NonNullable<Subset['addresses']>, list: string, errors: FieldError[]): void {
  for (let i = 0; i < addresses.length; i++) {
    const { ip, hostname, nodeName } = addresses[i]!
    const path = `${list}[${i}]`
    for (const text of ipErrors(ip)) errors.push(invalidValue(`${path}.ip`, ip, text))
    if (hostname) {
      for (const text of labelErrors(hostname)) errors.push(invalidValue(`${path}.hostname`, hostname, text))
    }
    if (nodeName !== undefined) {
      for (const text of subdomainErrors(nodeName)) errors.push(invalidValue(`${path}.nodeName`, nodeName, text))
    }
    errors.push(...specialAddressErrors(`${path}.ip`, ip))
  }
}

function checkPorts(ports: NonNullable<Subset['ports']>, list: string, errors: FieldError[]): void {
  for (const [i, { name, port, protocol, appProtocol }] of ports.entries()) {
    const path = `${list}[${i}]`
    if (name) for (const text of labelErrors(name)) errors.push(invalidValue(`${path}.name`, name, text))
    else if (ports.length > 1) errors.push(required(`${path}.name`))
    for (const text of portNumberErrors(port)) errors.push(invalidValue(`${path}.port`, port, text))
    if (!PROTOCOLS.includes(protocol!)) errors.push(unsupported(`${path}.protocol`, protocol, PROTOCOLS))
    if (appProtocol !== undefined) {
      for (const text of labelKeyErrors(appProtocol))
        errors.push(invalidValue(`${path}.appProtocol`, appProtocol, text))
    }
  }
}
