import type { Pod, ServicePort } from '../../lib/objects.ts'
import type { EndpointPort } from '../endpointslice/ports.ts'

/** The number a Service's target port has in a Pod; undefined when no container has a port of that name and protocol. */
export function targetNumber(pod: Pod, port: ServicePort): number | undefined {
  const target = port.targetPort!
  if (typeof target === 'number') return target
  const sidecars = (pod.spec.initContainers ?? []).filter(container => container.restartPolicy === 'Always')
  for (const containers of [pod.spec.containers, sidecars]) {
    for (const container of containers) {
      for (const { name, protocol = 'TCP', containerPort } of container.ports ?? []) {
        if (name === target && protocol === port.protocol) return containerPort
      }
    }
  }
  return undefined
}

/** The Service's ports as one Pod has them: Pods with the same `key` have the same numbers. */
export interface PodPorts {
  key: string
  ports: EndpointPort[]
}

/** Tells the Service's ports of each Pod, in the Service's order; those that a Pod does not have are left out. */
export function portReader(servicePorts: readonly ServicePort[]): (pod: Pod) => PodPorts {
  // Numbers are the same in every Pod.
  if (servicePorts.every(({ targetPort }) => typeof targetPort === 'number')) {
    const same = podPorts(servicePorts, port => port.targetPort as number)
    return () => same
  }
  return pod => podPorts(servicePorts, port => targetNumber(pod, port))
}

function podPorts(servicePorts: readonly ServicePort[], numberOf: (port: ServicePort) => number | undefined): PodPorts {
  const ports: EndpointPort[] = []
  let key = ''
  for (const servicePort of servicePorts) {
    const port = numberOf(servicePort)
    if (port === undefined) continue
    const { name = '', protocol = 'TCP', appProtocol } = servicePort
    const endpointPort: EndpointPort = { name, port, protocol }
    if (appProtocol !== undefined) endpointPort.appProtocol = appProtocol
    ports.push(endpointPort)
    key += `${name}:${port};`
  }
  return { key, ports }
}
