import type { Context, Controller } from '../../engine/controller.ts'
import { condition, setCondition } from '../../lib/conditions.ts'
import { equal } from '../../lib/equal.ts'
import type { APIService, Condition, EndpointSlice, Node, Service } from '../../lib/objects.ts'
import type { Ms } from '../../lib/time.ts'
import type { Change } from '../../store/store.ts'
import { controlPlaneOf } from '../network/client.ts'
import { dialler, type Hop, sourceOf } from '../network/connect/dial.ts'
import { FORGETFUL, listening } from '../network/connect/listen.ts'
import { endpointsOf } from '../network/proxy/endpoints.ts'

const RESOURCE = 'apiservices.apiregistration.k8s.io'
const SLICES = 'endpointslices.discovery.k8s.io'
const SERVICE_LABEL = 'kubernetes.io/service-name'
/** A server that does not answer is asked again so often. */
const RETRY: Ms = 30_000
const PATIENCE: Ms = 5_000

type Verdict = [status: 'True' | 'False', reason: string, message: string]

/** Tells whether the Services behind APIServices answer. Modelled on kube-aggregator's remote_available_controller. */
export const apiServiceAvailability: Controller = {
  name: 'apiservice-availability',
  user: 'system:apiserver',
  watches: [
    {
      resource: RESOURCE,
      keys: ({ type, object }) => (type === 'DELETED' || !object['spec'].service ? [] : [object.metadata.name]),
    },
    {
      resource: 'services',
      keys: ({ object }, read) => behind(object.metadata.namespace!, object.metadata.name, read),
    },
    { resource: SLICES, keys: sliceKeys },
  ],
  reconcile,
  waits: () => true,
}

/** The APIServices of a Service. There are hardly any. */
function behind(namespace: string, name: string, read: Context['read']): string[] {
  if (read.tally(REMOTE) === 0) return []
  return read
    .list<APIService>(RESOURCE)
    .filter(({ spec }) => spec.service?.namespace === namespace && spec.service.name === name)
    .map(({ metadata }) => metadata.name)
}

function sliceKeys({ object: { metadata } }: Change, read: Context['read']): string[] {
  const name = metadata.labels?.[SERVICE_LABEL]
  return name === undefined ? [] : behind(metadata.namespace!, name, read)
}

/** The sum that the kind keeps of those with a Service. */
const REMOTE = 'apiservices/remote'

function reconcile(name: string, ctx: Context): { requeueAfter: Ms } | undefined {
  const apiService = ctx.read.get<APIService>(RESOURCE, undefined, name)
  if (!apiService?.spec.service) return undefined
  const [status, reason, message] = judge(apiService, ctx)
  const old = apiService.status.conditions
  const known = condition(old, 'Available')
  const next: Condition = { type: 'Available', status, reason, message }
  if (known?.status === status && known.reason === reason && known.message === message) return again(reason)
  const conditions = setCondition(old, next, ctx.now)
  if (!equal(conditions, old)) ctx.api.updateStatus<APIService>({ ...apiService, status: { conditions } })
  return again(reason)
}

const again = (reason: string) => (reason === 'FailedDiscoveryCheck' ? { requeueAfter: RETRY } : undefined)

function judge({ spec }: APIService, ctx: Context): Verdict {
  const { namespace = '', name = '', port = 443 } = spec.service!
  const which = `service/${name} in ${JSON.stringify(namespace)}`
  const service = ctx.read.get<Service>('services', namespace, name)
  if (!service) return ['False', 'ServiceNotFound', `${which} is not present`]
  const servicePort = service.spec.ports?.find(each => each.port === port)
  if ((service.spec.type ?? 'ClusterIP') === 'ClusterIP') {
    if (!servicePort) return ['False', 'ServicePortError', `${which} is not listening on port ${port}`]
    if (ctx.read.find<EndpointSlice>(SLICES, `service=${namespace}/${name}`).length === 0) {
      return ['False', 'EndpointsNotFound', `cannot find endpointslices for ${which}`]
    }
    if (!endpointsOf(service, servicePort, ctx.read).some(({ ready }) => ready)) {
      const portName = JSON.stringify(servicePort.name ?? '')
      return ['False', 'MissingEndpoints', `endpointslices for ${which} have no addresses with port name ${portName}`]
    }
  }
  const failure = discover(spec, service, ctx)
  return failure === undefined ? ['True', 'Passed', 'all checks passed'] : ['False', 'FailedDiscoveryCheck', failure]
}

/** Asks an endpoint for what it serves; why that failed. Certificates are not judged. */
function discover(
  { group, version, service: reference }: APIService['spec'],
  service: Service,
  ctx: Context,
): string | undefined {
  const { read, now, rng } = ctx
  const port = reference!.port ?? 443
  const servicePort = service.spec.ports?.find(each => each.port === port)
  if (!servicePort) return `no service port ${port} found for service ${JSON.stringify(service.metadata.name)}`
  const ready = endpointsOf(service, servicePort, read).filter(each => each.ready)
  if (ready.length === 0) return `no endpoints available for service ${JSON.stringify(service.metadata.name)}`
  const draw = rng('discovery', service.metadata.uid ?? '', now)
  const place = ready[draw.int(ready.length)]!
  const path = `/apis/${group}/${version}`
  const url = `https://${place.ip}:${place.port}${path}`
  const failing = (why: string) => `failing or missing response from ${url}: ${why}`
  const get = (why: string) => failing(`Get ${JSON.stringify(url)}: ${why}`)
  const wires = { read, now, memory: FORGETFUL, listen: listening({ read, now, rng }) }
  const client = controlPlaneOf(read.list<Node>('nodes'))
  const attempt = dialler(client, place.ip, place.port, 'TCP', wires)(draw).attempts.at(-1)
  if (attempt?.outcome === 'refused') return get(`dial tcp ${place.ip}:${place.port}: connect: connection refused`)
  const listener = attempt?.listener
  if (!listener || (listener.delay ?? 0) > PATIENCE) {
    return get('context deadline exceeded (Client.Timeout exceeded while awaiting headers)')
  }
  if (!listener.certificate?.(place.ip)) return get('http: server gave HTTP response to HTTPS client')
  const hop: Hop = { rng: draw, depth: 1, memory: FORGETFUL, trace: false, further() {} }
  const from = sourceOf(attempt)
  const host = `${place.ip}:${place.port}`
  const answer = listener.respond({ method: 'GET', path, host, headers: {}, body: '', from, secure: true }, hop)
  if (!answer) return get('EOF')
  return answer.status >= 200 && answer.status < 300 ? undefined : failing(`bad status from ${url}: ${answer.status}`)
}
