import type { Reader } from '../../../api/kind.ts'
import type { Service } from '../../../lib/objects.ts'
import type { HttpResponse } from '../../images/image.ts'
import { endpointsOf } from './endpoints.ts'

/** What kube-proxy answers on health ports. Modelled on pkg/proxy/healthcheck. */

/** How many distinct addresses of ready endpoints a Service has on a node, over all its ports. */
export function localEndpoints(service: Service, node: string, read: Reader): number {
  const ips = new Set<string>()
  for (const port of service.spec.ports ?? []) {
    for (const { ip, ready, node: on } of endpointsOf(service, port, read)) if (ready && on === node) ips.add(ip)
  }
  return ips.size
}

/** The answer of a Service's healthCheckNodePort on a node, on any path. */
export function healthAnswer(service: Service, node: string, read: Reader): HttpResponse {
  const count = localEndpoints(service, node, read)
  const { namespace, name } = service.metadata
  return {
    status: count > 0 ? 200 : 503,
    headers: {
      'content-type': 'application/json',
      'x-content-type-options': 'nosniff',
      'x-load-balancing-endpoint-weight': String(count),
    },
    body: `{
\t"service": {
\t\t"namespace": ${JSON.stringify(namespace)},
\t\t"name": ${JSON.stringify(name)}
\t},
\t"localEndpoints": ${count},
\t"serviceProxyHealthy": true
}`,
  }
}
