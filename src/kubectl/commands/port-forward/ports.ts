import type { Pod, Service } from '../../../lib/objects.ts'
import { FailedError } from '../../command.ts'

/** A port of this machine (0: any free one) and the port of the pod behind it. */
export interface Forwarded {
  local: number
  remote: number
}

/** `8080:80`, `80`, `:80`, in the words of client-go tools/portforward. Throws FailedError. */
export function parsePort(word: string): Forwarded {
  const parts = word.split(':')
  if (parts.length > 2) throw new FailedError(`invalid port format '${word}'`)
  const [first, second = first] = parts as [string, string?]
  const local = number(first || (parts.length === 2 ? '0' : ''), 'local')
  const remote = number(second, 'remote')
  if (remote === 0) throw new FailedError('remote port must be > 0')
  return { local, remote }
}

function number(text: string, which: 'local' | 'remote'): number {
  const because = (why: string) =>
    new FailedError(`error parsing ${which} port '${text}': strconv.ParseUint: parsing ${JSON.stringify(text)}: ${why}`)
  if (!/^\d+$/.test(text)) throw because('invalid syntax')
  if (Number(text) > 65_535) throw because('value out of range')
  return Number(text)
}

const split = (word: string): [local: string, remote: string] => {
  const parts = word.split(':')
  return parts.length === 2 ? [parts[0]!, parts[1]!] : [parts[0]!, parts[0]!]
}
const join = (local: string, remote: string) => (local === remote ? remote : `${local}:${remote}`)
const isNumber = (text: string) => /^[+-]?\d+$/.test(text)

/** The word with the number of a port that it calls by name. Throws FailedError for unknown names and for UDP. */
export function podPort(word: string, pod: Pod): string {
  const [local, remote] = split(word)
  const port = isNumber(remote) ? Number(remote) : namedPort(pod, remote)
  const ports = pod.spec.containers.flatMap(({ ports = [] }) => ports).filter(each => each.containerPort === port)
  refuseUdp(ports, remote)
  return isNumber(remote) ? word : join(local === remote ? String(port) : local, String(port))
}

/** The word with the pod's port in place of the service's. Throws FailedError. */
export function servicePort(word: string, service: Service, pod: Pod): string {
  const [local, remote] = split(word)
  const { name } = service.metadata
  const { ports = [], clusterIP } = service.spec
  const named = isNumber(remote) ? undefined : ports.find(each => each.name === remote)
  if (!isNumber(remote) && !named) throw new FailedError(`Service '${name}' does not have a named port '${remote}'`)
  const number = named?.port ?? Number(remote)
  const asked = ports.filter(({ port }) => port === number)
  refuseUdp(asked, remote)
  if (!asked.length) throw new FailedError(`Service ${name} does not have a service port ${number}`)
  const { targetPort, port } = asked[0]!
  const behind =
    clusterIP === 'None' ? port : typeof targetPort === 'string' ? namedPort(pod, targetPort) : targetPort || port
  return join(local === remote ? String(number) : local, String(behind))
}

function namedPort(pod: Pod, name: string): number {
  for (const { ports = [] } of pod.spec.containers) {
    for (const port of ports) if (port.name === name) return port.containerPort
  }
  throw new FailedError(`Pod '${pod.metadata.name}' does not have a named port '${name}'`)
}

function refuseUdp(ports: { protocol?: string }[], word: string): void {
  if (ports.length && ports.every(({ protocol }) => protocol === 'UDP')) {
    throw new FailedError(`UDP protocol is not supported for ${word}`)
  }
}
