import type { FieldError } from '../../api/errors.ts'
import { duplicate, invalidValue, Raw, required, unsupported } from '../../api/errors.ts'
import { goString } from '../../lib/go-json.ts'
import { labelErrors, labelKeyErrors, portNameErrors, portNumberErrors } from '../../lib/names.ts'
import type { ServicePort } from '../../lib/objects.ts'

export const PROTOCOLS = ['SCTP', 'TCP', 'UDP']

/** The ports of a Service, each by itself. Modelled on pkg/apis/core/validation `validateServicePort`. */
export function portErrors(ports: readonly ServicePort[]): FieldError[] {
  const errors: FieldError[] = []
  const names = new Set<string>()
  for (const [i, port] of ports.entries()) {
    const path = `spec.ports[${i}]`
    const bad = (field: string, value: unknown, texts: string[]) => {
      for (const text of texts) errors.push(invalidValue(`${path}.${field}`, value, text))
    }
    if (port.name) {
      bad('name', port.name, labelErrors(port.name))
      if (names.has(port.name)) errors.push(duplicate(`${path}.name`, port.name))
      names.add(port.name)
    } else if (ports.length > 1) errors.push(required(`${path}.name`))
    bad('port', port.port, portNumberErrors(port.port))
    if (!PROTOCOLS.includes(port.protocol!)) errors.push(unsupported(`${path}.protocol`, port.protocol, PROTOCOLS))
    const target = port.targetPort!
    bad('targetPort', target, typeof target === 'number' ? portNumberErrors(target) : portNameErrors(target))
    if (port.appProtocol !== undefined) bad('appProtocol', port.appProtocol, labelKeyErrors(port.appProtocol))
  }
  return errors
}

/** No two ports may have the same number and protocol, nor the same node port and protocol. */
export function duplicatePortErrors(ports: readonly ServicePort[]): FieldError[] {
  const errors: FieldError[] = []
  const nodePorts = new Set<string>()
  for (const [i, port] of ports.entries()) {
    if (!port.nodePort) continue
    const key = `${port.nodePort}/${port.protocol}`
    if (nodePorts.has(key)) errors.push(duplicate(`spec.ports[${i}].nodePort`, port.nodePort))
    nodePorts.add(key)
  }
  const numbers = new Set<string>()
  for (const [i, port] of ports.entries()) {
    const key = `${port.port}/${port.protocol}`
    if (numbers.has(key)) errors.push(duplicate(`spec.ports[${i}]`, goPort(port)))
    numbers.add(key)
  }
  return errors
}

/** A port as Go prints the internal struct, with what the comparison looked at. */
const goPort = (port: ServicePort) =>
  new Raw(
    `{"Name":"","Protocol":${goString(port.protocol!)},"AppProtocol":null,"Port":${port.port},"TargetPort":0,"NodePort":0}`,
  )
