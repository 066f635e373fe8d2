import type { Ingress } from '../../../lib/objects.ts'
import type { HttpRequest } from '../image.ts'
import { annotation, type Backend, type Location, type Server } from './servers.ts'

/** A second backend that gets a part of a location's requests. Modelled on ingress-nginx rootfs/etc/nginx/lua/balancer.lua. */
export interface Canary {
  ingress: Ingress
  backend: Backend
}

/** The canary of a location: the first that names its host, path and type of path. One that fits none has no effect. */
export function canaryOf({ rule, backend }: Location, server: Server): Canary | undefined {
  if (!rule) return undefined
  for (const ingress of server.canaries) {
    for (const { host = '', http } of ingress.spec.rules ?? []) {
      if (host.toLowerCase() !== server.host) continue
      const path = http?.paths.find(each => each.path === rule.path && each.pathType === rule.pathType)
      if (path?.backend.service && path.backend.service.name !== backend.service?.name) {
        return { ingress, backend: path.backend }
      }
    }
  }
  return undefined
}

/** What becomes of a request: a header or a cookie has decided, or it is drawn. */
export type Decision = { taken: boolean; why: string } | { weight: number; of: number }

/** The header goes before the cookie, the cookie before the weight. */
export function decide({ ingress }: Canary, { headers }: Pick<HttpRequest, 'headers'>): Decision {
  return byHeader(ingress, headers) ?? byCookie(ingress, headers) ?? byWeight(ingress)
}

function byHeader(ingress: Ingress, headers: HttpRequest['headers']): Decision | undefined {
  const name = annotation(ingress, 'canary-by-header')
  const value = name && headers[name.toLowerCase()]
  if (!value) return undefined
  const why = `header ${name} is ${value}`
  const wanted = annotation(ingress, 'canary-by-header-value')
  const pattern = annotation(ingress, 'canary-by-header-pattern')
  if (wanted) return value === wanted ? { taken: true, why } : undefined
  if (pattern) return fits(pattern, value) ? { taken: true, why: `${why}, which fits ${pattern}` } : undefined
  return spoken(value, why)
}

function byCookie(ingress: Ingress, headers: HttpRequest['headers']): Decision | undefined {
  const name = annotation(ingress, 'canary-by-cookie')
  if (!name) return undefined
  for (const pair of (headers['cookie'] ?? '').split(';')) {
    const [key, value = ''] = pair.trim().split('=')
    if (key === name) return spoken(value, `cookie ${name} is ${value}`)
  }
  return undefined
}

/** Any other word decides nothing. */
const spoken = (value: string, why: string): Decision | undefined =>
  value === 'always' || value === 'never' ? { taken: value === 'always', why } : undefined

function fits(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern).test(value)
  } catch {
    return false
  }
}

function byWeight(ingress: Ingress): Decision {
  const number = (name: string) => Number.parseInt(annotation(ingress, name) ?? '', 10) || 0
  return { weight: number('canary-weight'), of: Math.max(100, number('canary-weight-total')) }
}
