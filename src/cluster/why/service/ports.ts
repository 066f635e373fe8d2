import { isNearly } from '../../../lib/edit-distance.ts'
import { isTrue } from '../../../lib/conditions.ts'
import type { Container, Pod, Service, ServicePort } from '../../../lib/objects.ts'
import type { Listen } from '../../network/connect/dial.ts'
import type { Protocol } from '../../network/proxy/route.ts'
import { cause, type Finding, listed } from '../finding.ts'
import { inNamespace } from './explain.ts'

type ContainerPort = NonNullable<Container['ports']>[number]

/** Containers whose ports a Service may name: those that run, sidecars too. */
const portsOf = ({ spec }: Pod): ContainerPort[] => {
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always')
  return [...spec.containers, ...sidecars].flatMap(({ ports }) => ports ?? [])
}

const protocolOf = ({ protocol }: { protocol?: string }) => (protocol ?? 'TCP') as Protocol

/** Ports of the Service that lead nowhere in its Pods. `isMatched`: the selector matches these Pods. */
export function portFindings(service: Service, pods: readonly Pod[], isMatched: boolean, listen: Listen): Finding[] {
  const alike = onePerTemplate(pods)
  if (alike.length === 0) return []
  return (service.spec.ports ?? []).flatMap(port =>
    typeof port.targetPort === 'string'
      ? namedFindings(service, port, port.targetPort, alike, isMatched, listen)
      : listenFindings(
          service,
          port,
          alike.map(pod => [pod, Number(port.targetPort)]),
          listen,
        ),
  )
}

/** Pods of one template have the same ports: one speaks for all. The ready ones go first. */
function onePerTemplate(pods: readonly Pod[]): Pod[] {
  const byTemplate = new Map<string, Pod>()
  const isReady = (pod: Pod) => isTrue(pod.status.conditions, 'Ready')
  for (const pod of [...pods].sort((a, b) => Number(isReady(b)) - Number(isReady(a)))) {
    const { ownerReferences, uid, name } = pod.metadata
    const key = ownerReferences?.[0]?.uid ?? uid ?? name
    if (!byTemplate.has(key)) byTemplate.set(key, pod)
  }
  return [...byTemplate.values()]
}

const called = ({ name, port, protocol }: ServicePort) =>
  `Port ${name ? `${name} (${port})` : `${port}`}/${protocol ?? 'TCP'}`

function namedFindings(
  service: Service,
  port: ServicePort,
  target: string,
  pods: Pod[],
  isMatched: boolean,
  listen: Listen,
): Finding[] {
  const lacking = pods.filter(pod => numberOf(pod, port, target) === undefined)
  const having = pods.flatMap((pod): [Pod, number][] => {
    const number = numberOf(pod, port, target)
    return number === undefined ? [] : [[pod, number]]
  })
  const found = lacking.length === 0 ? [] : [lackFinding(service, port, target, lacking, isMatched)]
  return [...found, ...listenFindings(service, port, having, listen)]
}

const numberOf = (pod: Pod, port: ServicePort, target: string) =>
  portsOf(pod).find(each => each.name === target && protocolOf(each) === protocolOf(port))?.containerPort

function lackFinding(service: Service, port: ServicePort, target: string, pods: Pod[], isMatched: boolean): Finding {
  const has = pods.flatMap(portsOf)
  const names = [
    ...new Set(has.map(each => `${each.name ? `${each.name} ` : ''}(${each.containerPort}/${protocolOf(each)})`)),
  ]
  const which = listed(pods.map(({ metadata }) => metadata.name))
  const who = isMatched ? which : `the Pods that were probably meant (${which})`
  const other = has.find(each => each.name === target)
  const near = has.find(
    each => each.name !== undefined && isNearly(each.name, target) && protocolOf(each) === protocolOf(port),
  )
  const only = has.length === 1 ? has[0] : undefined
  const rest = other
    ? `there the name is a ${protocolOf(other)} port`
    : names.length > 0
      ? `there are ${listed(names)}${near ? `; ${near.name} is nearly the name` : ''}`
      : 'their containers list no ports at all'
  const better = near?.name ?? only?.containerPort
  const at = (service.spec.ports ?? []).indexOf(port)
  const patch = `[{"op":"replace","path":"/spec/ports/${at}/targetPort","value":${JSON.stringify(better)}}]`
  return cause(
    `${called(port)} leads to the container port named ${JSON.stringify(target)}, and no container of ${who} has one over ${protocolOf(port)}: ${rest}.`,
    better === undefined
      ? undefined
      : `kubectl patch service ${service.metadata.name}${inNamespace(service)} --type=json -p '${patch}'`,
  )
}

/** Where nobody listens the Pod refuses. Only what runs can be asked. */
function listenFindings(service: Service, port: ServicePort, targets: [Pod, number][], listen: Listen): Finding[] {
  return targets.flatMap(([pod, number]) => {
    const running = pod.status.containerStatuses?.some(({ state }) => state?.running)
    if (!running || listen(pod, number, protocolOf(port))) return []
    const heard = heardPorts(pod, service, listen)
    const rest = heard.length > 0 ? `; it listens on ${listed(heard.map(String))}` : ''
    const at = (service.spec.ports ?? []).indexOf(port)
    const patch = `[{"op":"replace","path":"/spec/ports/${at}/targetPort","value":${heard[0]}}]`
    return [
      cause(
        `${called(port)} leads to port ${number} of ${pod.metadata.name}, where nothing listens: connections are refused${rest}.`,
        heard.length === 1
          ? `kubectl patch service ${service.metadata.name}${inNamespace(service)} --type=json -p '${patch}'`
          : undefined,
      ),
    ]
  })
}

/** Ports that servers commonly have, asked besides those that the Pod and the Service name. */
const COMMON = [80, 443, 3000, 3306, 5000, 5432, 5672, 6379, 8000, 8080, 8081, 8443, 9000, 9090, 9376, 27017]

function heardPorts(pod: Pod, { spec }: Service, listen: Listen): number[] {
  const named = [
    ...portsOf(pod).map(({ containerPort }) => containerPort),
    ...(spec.ports ?? []).map(({ port }) => port),
  ]
  const asked = [...new Set([...named, ...COMMON])].sort((a, b) => a - b)
  return asked.filter(number => listen(pod, number, 'TCP'))
}
