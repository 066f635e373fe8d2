import type { Reader } from '../../../api/kind.ts'
import { isNearly } from '../../../lib/edit-distance.ts'
import type { EndpointSlice, Service } from '../../../lib/objects.ts'
import { cause, counted, type Finding, note, type WhyReply } from '../finding.ts'
import { calledService, inNamespace } from './explain.ts'

const LABEL = 'kubernetes.io/service-name'

/** A Service without selector: its endpoints are those that somebody wrote down. */
export function manual(service: Service, slices: readonly EndpointSlice[], read: Reader): WhyReply {
  const called = calledService(service)
  const addresses = slices.flatMap(slice => (slice.endpoints ?? []).map(endpoint => ({ slice, endpoint })))
  const ready = addresses.filter(({ endpoint }) => endpoint.conditions?.ready !== false)
  const found = [
    ...(slices.length === 0 ? missing(service, read) : []),
    ...portMismatches(service, slices),
    ...(addresses.length > 0 && ready.length === 0
      ? [cause('All addresses in its EndpointSlices say that they are not ready.')]
      : []),
  ]
  if (slices.length > 0 && addresses.length === 0)
    found.push(cause(`Its EndpointSlice ${slices[0]!.metadata.name} lists no addresses.`))
  found.push(
    note('It has no selector: nobody keeps its endpoints in step with Pods, they are what EndpointSlices say.'),
  )
  const ok = ready.length > 0 && !found.some(({ kind }) => kind === 'cause')
  const summary =
    ready.length > 0
      ? `${called} has ${counted(ready.length, 'endpoint')}, written by hand in ${counted(slices.length, 'EndpointSlice')}.`
      : `${called} has no endpoints: it has no selector, and ${slices.length === 0 ? 'nobody has written an EndpointSlice for it' : 'what was written for it names none that is ready'}.`
  return { summary, ok, findings: found }
}

function missing({ metadata }: Service, read: Reader): Finding[] {
  const { namespace, name } = metadata
  const others = read.list<EndpointSlice>('endpointslices.discovery.k8s.io', namespace)
  const near = others.find(slice => {
    const label = slice.metadata.labels?.[LABEL]
    if (label === undefined) return slice.metadata.name.startsWith(name)
    return label !== name && isNearly(label, name) && read.get('services', namespace, label) === undefined
  })
  if (!near) return [cause(`An EndpointSlice belongs to it by the label ${LABEL}: ${name}; there is none.`)]
  const label = near.metadata.labels?.[LABEL]
  const what = label === undefined ? `has no label ${LABEL}` : `is labelled ${LABEL}=${label}`
  return [
    cause(
      `EndpointSlice ${near.metadata.name} ${what}: to belong to this Service it needs ${name}.`,
      `kubectl label endpointslice ${near.metadata.name} ${LABEL}=${name} --overwrite${namespace === 'default' ? '' : ` -n ${namespace}`}`,
    ),
  ]
}

/** kube-proxy joins the ports of a Service and of a slice by their names and protocols. */
function portMismatches(service: Service, slices: readonly EndpointSlice[]): Finding[] {
  const { spec } = service
  const filled = slices.filter(({ endpoints }) => (endpoints ?? []).length > 0)
  if (filled.length === 0 || spec.clusterIP === 'None') return []
  return (spec.ports ?? []).flatMap(({ name = '', port, protocol = 'TCP' }) => {
    const isThere = filled.some(({ ports }) =>
      ports?.some(each => (each.name ?? '') === name && (each.protocol ?? 'TCP') === protocol),
    )
    if (isThere) return []
    const has = [...new Set(filled.flatMap(({ ports }) => (ports ?? []).map(each => JSON.stringify(each.name ?? ''))))]
    const [slice] = filled
    const attempt =
      slice!.ports?.length === 1
        ? `kubectl patch endpointslice ${slice!.metadata.name}${inNamespace(service)} --type=json -p '[{"op":"add","path":"/ports/0/name","value":${JSON.stringify(name)}}]'`
        : undefined
    return [
      cause(
        `Port ${port}/${protocol} is called ${JSON.stringify(name)}, but the ports in its EndpointSlices are called ${has.join(', ') || 'nothing (there are none)'}: they are joined by name, so this one has no endpoints.`,
        attempt,
      ),
    ]
  })
}
