import type { View } from '../../api/kind.ts'
import { Describe } from '../../lib/describe.ts'
import type { EndpointSlice, Service } from '../../lib/objects.ts'
import { formatLabels } from '../../lib/selector.ts'
import { describeEventsOf } from '../event.ts'

/** How many endpoints are listed before ` + N more...`. */
const LISTED = 3

/** Modelled on k8s.io/kubectl pkg/describe, ServiceDescriber. */
export function describe(service: Service, view: View): string {
  const { spec, metadata } = service
  const text = new Describe()
    .line(0, 'Name', metadata.name)
    .line(0, 'Namespace', metadata.namespace!)
    .labels(metadata.labels)
    .annotations(metadata.annotations)
    .line(0, 'Selector', formatLabels(spec.selector))
    .line(0, 'Type', spec.type!)
  if (spec.ipFamilyPolicy) text.line(0, 'IP Family Policy', spec.ipFamilyPolicy)
  text
    .line(0, 'IP Families', spec.ipFamilies?.join(',') ?? '<none>')
    .line(0, 'IP', spec.clusterIP ?? '')
    .line(0, 'IPs', spec.clusterIPs?.join(',') ?? '<none>')
  if (spec.externalIPs) text.line(0, 'External IPs', spec.externalIPs.join(','))
  if (spec.loadBalancerIP) text.line(0, 'Desired LoadBalancer IP', spec.loadBalancerIP)
  if (spec.externalName) text.line(0, 'External Name', spec.externalName)
  const ingress = service.status.loadBalancer?.ingress ?? []
  if (ingress.length > 0) {
    const texts = ingress.map(({ ip, hostname, ...rest }) => {
      const { ipMode } = rest as { ipMode?: string }
      return ip ? (ipMode ? `${ip} (${ipMode})` : ip) : (hostname ?? '')
    })
    text.line(0, 'LoadBalancer Ingress', texts.join(', '))
  }
  if (spec.ports) describePorts(text, service, view)
  text.line(0, 'Session Affinity', spec.sessionAffinity!)
  if (spec.externalTrafficPolicy) text.line(0, 'External Traffic Policy', spec.externalTrafficPolicy)
  if (spec.internalTrafficPolicy) text.line(0, 'Internal Traffic Policy', spec.internalTrafficPolicy)
  if (spec.healthCheckNodePort) text.line(0, 'HealthCheck NodePort', spec.healthCheckNodePort)
  if (spec.loadBalancerSourceRanges) {
    text.line(0, 'LoadBalancer Source Ranges', spec.loadBalancerSourceRanges.join(','))
  }
  if (spec.trafficDistribution) text.line(0, 'Traffic Distribution', spec.trafficDistribution)
  return text.write(0, describeEventsOf(service, view)).toString()
}

function describePorts(text: Describe, { spec, metadata }: Service, { read }: View): void {
  const term = `service=${metadata.namespace}/${metadata.name}`
  const slices = read.find<EndpointSlice>('endpointslices.discovery.k8s.io', term)
  for (const port of spec.ports!) {
    const name = port.name ?? '<unset>'
    text.write(0, `Port:\t${name}\t${port.port}/${port.protocol}\n`)
    text.line(0, 'TargetPort', `${port.targetPort}/${port.protocol}`)
    if (port.nodePort) text.write(0, `NodePort:\t${name}\t${port.nodePort}/${port.protocol}\n`)
    text.line(0, 'Endpoints', formatReadyEndpoints(slices, port.name ?? ''))
  }
}

/**
 * Ready endpoints of a named port, the first three and how many more. As kubectl counts, a not-ready endpoint after the
 * third ends the list with ` + 0 more...`; slices without ports (headless, or a targetPort name that Pods lack) show
 * bare addresses under every port.
 */
export function formatReadyEndpoints(slices: readonly EndpointSlice[], portName: string): string {
  if (slices.length === 0) return '<none>'
  const list: string[] = []
  let more = false
  let count = 0
  const add = (slice: EndpointSlice, port: number | undefined) => {
    for (const endpoint of slice.endpoints ?? []) {
      if (list.length === LISTED) more = true
      if (endpoint.conditions?.ready === false) continue
      const address = endpoint.addresses[0]!
      if (!more) list.push(port === undefined ? address : `${address}:${port}`)
      count++
    }
  }
  for (const slice of slices) {
    if (!slice.ports?.length) add(slice, undefined)
    else for (const port of slice.ports) if ((port.name ?? '') === portName) add(slice, port.port ?? 0)
  }
  return more ? `${list.join(',')} + ${count - LISTED} more...` : list.join(',')
}
