/** The Service that expose makes. Modelled on k8s.io/kubectl pkg/cmd/expose and pkg/polymorphichelpers. */
import type { Container, KubeObject, Labels } from '../../../lib/objects.ts'
import type { Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { definitionOf } from '../../definition.ts'
import type { Found } from '../../fetch.ts'
import { atoi, parseLabelPairs } from '../../generator-flags.ts'

/** What a name of a Service may have (RFC 1035). */
const NAME_LENGTH = 63

interface Exposed {
  selector: Labels
  /** Ports in order, with the protocols that each is used with. */
  ports: Map<string, string[]>
}

interface ServicePort {
  name?: string
  port: number
  protocol: string
  targetPort?: number | string
}

export function buildService(target: Found, flags: Flags): KubeObject {
  const { object, name } = target
  const exposed = inspect(target, flags)
  const labels = flags['labels'] ? parseLabelPairs(flags['labels']) : object.metadata.labels
  const type: string = flags['type']
  const affinity: string = flags['session-affinity']
  if (affinity !== '' && affinity !== 'None' && affinity !== 'ClientIP') {
    throw new FailedError(`unknown session affinity: ${affinity}`)
  }
  const ports = servicePorts(exposed, flags)
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: flags['name'] || name.slice(0, NAME_LENGTH), ...(labels && { labels }) },
    spec: {
      ...(ports.length > 0 && { ports }),
      selector: exposed.selector,
      ...(flags['cluster-ip'] && { clusterIP: flags['cluster-ip'] }),
      ...(type && { type }),
      ...(flags['external-ip'] && { externalIPs: [flags['external-ip']] }),
      ...(affinity && { sessionAffinity: affinity }),
      ...(type === 'LoadBalancer' && flags['load-balancer-ip'] && { loadBalancerIP: flags['load-balancer-ip'] }),
    },
    status: { loadBalancer: {} },
  }
}

/** Selector and ports of what is exposed. */
function inspect(target: Found, flags: Flags): Exposed {
  const { object, resource } = target
  const path = definitionOf(resource)?.template
  const template = path?.reduce((value: any, field) => value?.[field], object)
  const containers: Container[] = template?.spec?.containers ?? []
  const all = path ? containers.flatMap(each => each.ports ?? []) : (object['spec']?.ports ?? [])
  const ports = new Map<string, string[]>()
  for (const { containerPort, port = containerPort, protocol = 'TCP' } of all as any[]) {
    const known = ports.get(String(port)) ?? []
    if (!known.includes(protocol)) known.push(protocol)
    ports.set(String(port), known)
  }
  const selector = flags['selector'] ? parseLabelPairs(flags['selector']) : selectorOf(object, path)
  return { selector, ports }
}

/** Labels that the pods have: of the Pod itself, of matchLabels, or the Service's selector. */
function selectorOf(object: KubeObject, path: string[] | undefined): Labels {
  const fail = (why: string) =>
    new FailedError(`couldn't retrieve selectors via --selector flag or introspection: ${why}`)
  const selector = object['spec']?.selector
  if (!path) {
    if (!selector) throw fail('the service has no pod selector set')
    return selector
  }
  if (path.length === 0) {
    if (!object.metadata.labels) throw fail('the pod has no labels and cannot be exposed')
    return object.metadata.labels
  }
  if (selector?.matchExpressions?.length > 0) {
    throw fail(
      `couldn't convert expressions - "${JSON.stringify(selector.matchExpressions)}" to map-based selector format`,
    )
  }
  return selector?.matchLabels ?? {}
}

/** Every port is named when there are several. */
function servicePorts({ ports: known }: Exposed, flags: Flags): ServicePort[] {
  const wanted: string[] = flags['port'] ? flags['port'].split(',') : [...known.keys()]
  if (wanted.length === 0 && flags['cluster-ip'] !== 'None') {
    throw new FailedError("couldn't find port via --port flag or introspection")
  }
  const ports: ServicePort[] = []
  for (const [i, text] of wanted.entries()) {
    const port = atoi(text)
    const name = wanted.length > 1 ? { name: `port-${i + 1}` } : {}
    const protocols = flags['protocol'] ? [flags['protocol'] as string] : (known.get(text) ?? ['TCP'])
    if (protocols.length === 1) ports.push({ ...name, port, protocol: protocols[0]! })
    else {
      for (const protocol of protocols) ports.push({ name: `port-${i + 1}-${protocol.toLowerCase()}`, port, protocol })
    }
  }
  const target = flags['target-port']
  const targetPort = target === '' ? undefined : /^[+-]?\d+$/.test(target) ? Number(target) : target
  return ports.map(port => ({ ...port, targetPort: targetPort ?? port.port }))
}
