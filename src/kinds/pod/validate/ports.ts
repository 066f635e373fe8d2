import type { ContainerPort } from 'kubernetes-types/core/v1'
import { portNameErrors, portNumberErrors } from '../../../lib/names.ts'
import type { Container } from '../../../lib/objects.ts'
import type { Path } from './path.ts'

export const PROTOCOLS = ['SCTP', 'TCP', 'UDP']

export function validatePorts(ports: readonly ContainerPort[], at: Path): void {
  const names = new Set<string>()
  at.each(ports, (port, here) => {
    if (port.name) {
      const reasons = portNameErrors(port.name)
      if (reasons.length > 0) here.at('name').judge(port.name, reasons)
      else if (names.has(port.name)) here.at('name').duplicate(port.name)
      else names.add(port.name)
    }
    if (!port.containerPort) here.at('containerPort').required()
    else here.at('containerPort').judge(port.containerPort, portNumberErrors(port.containerPort))
    if (port.hostPort) here.at('hostPort').judge(port.hostPort, portNumberErrors(port.hostPort))
    here.at('protocol').oneOf(port.protocol, PROTOCOLS)
  })
}

/** A port number, or the name of one, as probes take it. */
export function validatePortReference(port: number | string | undefined, at: Path): void {
  if (typeof port === 'string') at.judge(port, portNameErrors(port))
  else at.judge(port ?? 0, portNumberErrors(port ?? 0))
}

/** The containers run side by side: each host port can be had once. */
export function validateHostPorts(containers: readonly Container[], at: Path): void {
  let taken: Set<string> | undefined
  at.each(containers, (container, here) => {
    here.at('ports').each(container.ports, (port, path) => {
      if (!port.hostPort) return
      const text = `${port.protocol}/${port.hostIP ?? ''}/${port.hostPort}`
      taken ??= new Set()
      if (taken.has(text)) path.at('hostPort').duplicate(text)
      else taken.add(text)
    })
  })
}
