import type { Reader } from '../../../api/kind.ts'
import type { Ingress, IngressClass } from '../../../lib/objects.ts'

/** What ingress-nginx makes of the Ingresses of its classes. Modelled on ingress-nginx internal/ingress/controller. */

/** Names itself so in IngressClasses. */
export const CONTROLLER = 'k8s.io/ingress-nginx'
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class'
const ANNOTATIONS = 'nginx.ingress.kubernetes.io/'

export type Backend = NonNullable<Ingress['spec']['defaultBackend']>
type HttpPath = NonNullable<NonNullable<Ingress['spec']['rules']>[number]['http']>['paths'][number]

/** Where a request goes. */
export interface Location {
  ingress: Ingress
  backend: Backend
  /** The rule that it follows from; absent for a default backend. */
  rule?: HttpPath
  /** The path that the upstream is asked for, when it is not the client's. */
  rewritten?: string
}

/** What a host name stands for. */
export interface Server {
  /** As the rules spell it; empty: every host that has no server of its own. */
  host: string
  /** The Secret of its certificate; without a name the controller's own is used. Undefined: no TLS was asked for. */
  tls?: { namespace: string; secret?: string }
  ingresses: Ingress[]
  /** Those that only want a part of what the others get. */
  canaries: Ingress[]
}

/** The value of an annotation of ingress-nginx. */
export const annotation = ({ metadata }: Ingress, name: string): string | undefined =>
  metadata.annotations?.[ANNOTATIONS + name]

/**
 * The Ingresses whose class is served by this controller and that a host may concern, the oldest first: it wins where two
 * claim the same path.
 */
export function served(host: string, read: Reader): Ingress[] {
  const classes = new Set<string | undefined>()
  for (const { metadata, spec } of read.list<IngressClass>('ingressclasses.networking.k8s.io')) {
    if (spec.controller === CONTROLLER) classes.add(metadata.name)
  }
  const found = [...namesOf(host), '']
    .flatMap(name => read.find<Ingress>('ingresses.networking.k8s.io', `host=${name}`))
    .filter((each, i, all) => classes.has(classOf(each)) && all.indexOf(each) === i)
  const key = ({ metadata }: Ingress) => `${metadata.creationTimestamp} ${metadata.namespace}/${metadata.name}`
  return found.sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

/** The class that an Ingress asks for. */
const classOf = ({ spec, metadata }: Ingress): string | undefined =>
  spec.ingressClassName ?? metadata.annotations?.[CLASS_ANNOTATION]

/** The server of a host: its own, that of the wildcard one label up, or the one for all. */
export function serverOf(host: string, all: readonly Ingress[]): Server {
  const isCanary = (each: Ingress) => annotation(each, 'canary') === 'true'
  const ingresses = all.filter(each => !isCanary(each))
  const canaries = all.filter(isCanary)
  for (const each of namesOf(host)) {
    const own = ingresses.filter(({ spec }) => spec.rules?.some(rule => rule.host?.toLowerCase() === each))
    if (own.length > 0) return { host: each, tls: tlsOf(each, own), ingresses: own, canaries }
  }
  const rest = ingresses.filter(({ spec }) => !spec.rules || spec.rules.some(rule => !rule.host))
  return { host: '', ingresses: rest, canaries }
}

/** A host as rules may spell it: itself, and with a wildcard for its first label. */
function namesOf(host: string): string[] {
  const name = host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '')
  return [name, name.replace(/^[^.]+/, '*')]
}

function tlsOf(host: string, ingresses: readonly Ingress[]): Server['tls'] {
  for (const { spec, metadata } of ingresses) {
    for (const { hosts = [], secretName } of spec.tls ?? []) {
      if (hosts.some(each => each === host || each === host.replace(/^[^.]+/, '*'))) {
        return { namespace: metadata.namespace!, secret: secretName || undefined }
      }
    }
  }
  return undefined
}

/**
 * The location of a path in a server: an exact one, else the longest prefix, by whole elements; else the default backend
 * of the server's Ingresses. Undefined: the controller's own 404.
 */
export function locationOf(server: Server, path: string): Location | undefined {
  // One Ingress with regular expressions makes all paths of the host such.
  const isRegex = server.ingresses.some(
    each => annotation(each, 'use-regex') === 'true' || rewriteOf(each) !== undefined,
  )
  let best: { score: number; location: Location } | undefined
  for (const ingress of server.ingresses) {
    for (const { host = '', http } of ingress.spec.rules ?? []) {
      if (host.toLowerCase() !== server.host) continue
      for (const rule of http?.paths ?? []) {
        const match = isRegex && rule.pathType !== 'Exact' ? byExpression(rule, path) : byElements(rule, path)
        if (!match || (best && best.score >= match.score)) continue
        const target = rewriteOf(ingress)
        const rewritten = target?.replace(/\$(\d)/g, (_, n: string) => match.groups[Number(n)] ?? '')
        best = { score: match.score, location: { ingress, backend: rule.backend, rule, rewritten } }
      }
    }
  }
  if (best) return best.location
  const fallback = server.ingresses.find(({ spec }) => spec.defaultBackend)
  return fallback ? { ingress: fallback, backend: fallback.spec.defaultBackend! } : undefined
}

const rewriteOf = (ingress: Ingress) => annotation(ingress, 'rewrite-target')

interface Match {
  /** Greater wins: the longer path, of equal ones the exact one. */
  score: number
  groups: (string | undefined)[]
}

function byElements({ path: rule = '/', pathType }: HttpPath, path: string): Match | undefined {
  if (pathType === 'Exact') return path === rule ? { score: Number.POSITIVE_INFINITY, groups: [path] } : undefined
  const prefix = rule.replace(/\/+$/, '')
  const isWithin = path === prefix || path.startsWith(`${prefix}/`)
  return isWithin ? { score: prefix.length, groups: [prefix] } : undefined
}

function byExpression({ path: rule = '/' }: HttpPath, path: string): Match | undefined {
  try {
    const found = new RegExp(`^${rule}`, 'i').exec(path)
    return found ? { score: rule.length, groups: [...found] } : undefined
  } catch {
    return undefined
  }
}
