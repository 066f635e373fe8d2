import type { ContainerPort } from 'kubernetes-types/core/v1'
import type { PodSpec } from '../../../lib/objects.ts'
import type { Path } from '../validate/path.ts'
import type { Warn } from './index.ts'

/** The containers of a pod share its ports: the same one twice is a mistake, or will be one. */
export function warnPorts(spec: PodSpec, at: Path, warn: Warn): void {
  const seen: { port: ContainerPort; at: Path }[] = []
  for (const list of ['initContainers', 'containers'] as const) {
    at.at(list).each(spec[list], ({ ports }, container) => {
      container.at('ports').each(ports, (port, here) => {
        if (port.hostIP && !port.hostPort) warn(here, `hostIP set without hostPort: ${internalPort(port)}`)
        for (const other of seen) {
          const advice = conflict(port, other.port)
          if (advice) warn(here, `${advice} port definition with ${other.at}`)
        }
        seen.push({ port, at: here })
      })
    })
  }
}

function conflict(a: ContainerPort, b: ContainerPort): string | undefined {
  if (a.containerPort !== b.containerPort || a.protocol !== b.protocol) return undefined
  const sameHostPort = (a.hostPort ?? 0) === (b.hostPort ?? 0)
  const sameHostIP = (a.hostIP ?? '') === (b.hostIP ?? '')
  if (sameHostPort && sameHostIP) return 'duplicate'
  if (!a.hostPort || !b.hostPort) return 'overlapping'
  return sameHostPort && (!a.hostIP || !b.hostIP) ? 'dangerously ambiguous' : undefined
}

/** As the API server's own types print it. */
const internalPort = ({ name = '', hostPort = 0, containerPort, protocol = '', hostIP = '' }: ContainerPort): string =>
  `{Name:${name} HostPort:${hostPort} ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`
