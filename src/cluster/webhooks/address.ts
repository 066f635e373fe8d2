import type { Reader } from '../../api/kind.ts'
import type { Service, Webhook } from '../../lib/objects.ts'
import { endpointsOf } from '../network/proxy/endpoints.ts'
import { CallFailure } from './failure.ts'

/** Where a webhook is asked. */
export interface Target {
  /** As errors tell it, without the query. */
  url: string
  /** The name that its certificate is judged by, with the port where it is told. */
  host: string
  path: string
  /** Of a Service: its endpoints, one of which is asked. */
  endpoints?: { ip: string; port: number }[]
  /** Of a URL. */
  port: number
}

export function targetOf({ url, service }: Webhook['clientConfig']): Omit<Target, 'endpoints'> {
  if (service) {
    const { name, namespace, path = '', port = 443 } = service
    const host = `${name}.${namespace}.svc`
    const rest = path.startsWith('/') ? path : `/${path}`
    return { url: `https://${host}:${port}${rest}`, host, path: rest, port }
  }
  const [, authority = '', path = ''] = /^https:\/\/([^/]*)(.*)$/i.exec(url!) ?? []
  const [host = '', port = '443'] = authority.split(':')
  return { url: url!, host, path: path || '/', port: Number(port) }
}

const TYPES = ['ClusterIP', 'NodePort', 'LoadBalancer']

/**
 * The endpoints behind a Service, which the API server asks itself (--enable-aggregator-routing). Modelled on apiserver's
 * pkg/util/proxy. Throws CallFailure.
 */
export function endpointsBehind(
  { name, namespace, port = 443 }: NonNullable<Webhook['clientConfig']['service']>,
  read: Reader,
): { ip: string; port: number }[] {
  const service = read.get<Service>('services', namespace, name)
  if (!service) throw new CallFailure(`service ${JSON.stringify(name)} not found`)
  const servicePort = service.spec.ports?.find(each => each.port === port)
  if (!servicePort) throw new CallFailure(`no service port ${port} found for service ${JSON.stringify(name)}`)
  const { type = 'ClusterIP' } = service.spec
  if (!TYPES.includes(type)) throw new CallFailure(`unsupported service type ${JSON.stringify(type)}`)
  const ready = endpointsOf(service, servicePort, read).filter(each => each.ready)
  if (ready.length === 0) throw new CallFailure(`no endpoints available for service ${JSON.stringify(name)}`)
  return ready
}
