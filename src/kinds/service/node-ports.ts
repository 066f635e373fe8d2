import type { Admission } from '../../api/kind.ts'
import { ApiError, forbiddenField, invalid, invalidValue } from '../../api/errors.ts'
import type { Service } from '../../lib/objects.ts'
import { needsHealthCheck, needsNodePort } from './service-type.ts'

/**
 * Ports of nodes that Services own. A number is owned whatever its protocol; two ports of one Service that differ in
 * protocol alone share it. Modelled on pkg/registry/core/service/storage/alloc.go and portallocator.
 */

const LOW = 30000
const HIGH = 32767
const COUNT = HIGH - LOW + 1
/** Ports that are given out last: 30000 to 30085. */
const STATIC = Math.min(Math.max(16, Math.floor(COUNT / 32)), 128)
const PROTOCOLS = ['TCP', 'UDP', 'SCTP']

const ownedBy = (service: Service): number[] =>
  [...(service.spec.ports ?? []).map(port => port.nodePort), service.spec.healthCheckNodePort].filter(
    (port): port is number => port !== undefined && port > 0,
  )

/** Gives `nodePort` and `healthCheckNodePort` to those that need one. Throws ApiError for a port that cannot be had. */
export function allocateNodePorts(next: Service, previous: Service | undefined, admission: Admission): void {
  const { spec, metadata } = next
  const own = new Set(previous ? ownedBy(previous) : [])
  const claimed = new Set<number>()
  let draws = 0

  /** Why a port cannot be had; undefined when it can. */
  const claim = (port: number): string | undefined => {
    if (own.has(port) || (previous && claimed.has(port))) return undefined
    if (port < LOW || port > HIGH) {
      return `provided port is not in the valid range. The range of valid ports is ${LOW}-${HIGH}`
    }
    if (claimed.has(port) || isTaken(port, next, admission)) return 'provided port is already allocated'
    claimed.add(port)
    return undefined
  }
  const draw = (): number => {
    const dynamic = COUNT - STATIC
    const rng = admission.rng(
      'nodePort',
      metadata.uid ?? '',
      metadata.namespace ?? '',
      metadata.name,
      admission.now,
      draws++,
    )
    const start = rng.int(dynamic)
    for (let i = 0; i < COUNT; i++) {
      const port = LOW + (i < dynamic ? STATIC + ((start + i) % dynamic) : i - dynamic)
      if (!own.has(port) && claim(port) === undefined) return port
    }
    throw new ApiError('InternalError', 'Internal error occurred: failed to allocate a nodePort: range is full')
  }

  if (spec.type === 'NodePort' || spec.type === 'LoadBalancer') {
    const ports = spec.ports ?? []
    /** Node port by Service port: the other protocol of a number gets the same one. */
    const shared = new Map<number, number>()
    for (const [i, port] of ports.entries()) {
      if (!port.nodePort && !needsNodePort(next)) continue
      const known = shared.get(port.port)
      if (known === undefined) {
        const asked =
          port.nodePort ||
          (previous ? undefined : ports.find((p, j) => j > i && p.port === port.port && p.nodePort)?.nodePort)
        const why = asked ? claim(asked) : undefined
        if (why) throw refusal(next, i, asked!, why)
        port.nodePort = asked ?? draw()
        shared.set(port.port, port.nodePort)
      } else if (!port.nodePort) {
        port.nodePort = known
      } else if (port.nodePort !== known) {
        const why = claim(port.nodePort)
        if (why) throw refusal(next, i, port.nodePort, why)
      }
    }
  }
  allocateHealthCheckPort(next, previous, claim, draw)
}

function allocateHealthCheckPort(
  next: Service,
  previous: Service | undefined,
  claim: (port: number) => string | undefined,
  draw: () => number,
): void {
  const { spec } = next
  if (!needsHealthCheck(next)) return
  if (previous && needsHealthCheck(previous)) {
    if (spec.healthCheckNodePort !== previous.spec.healthCheckNodePort) {
      throw invalid('Service', next.metadata.name, [forbiddenField('spec.healthCheckNodePort', 'field is immutable')])
    }
    return
  }
  if (!spec.healthCheckNodePort) {
    spec.healthCheckNodePort = draw()
    return
  }
  const why = claim(spec.healthCheckNodePort)
  if (why) {
    const what = `failed to allocate requested HealthCheck NodePort ${spec.healthCheckNodePort}: ${why}`
    throw new ApiError('InternalError', `Internal error occurred: ${what}`)
  }
}

const refusal = (service: Service, index: number, port: number, why: string) =>
  invalid('Service', service.metadata.name, [invalidValue(`spec.ports[${index}].nodePort`, port, why)])

/** Whether another Service owns the port. */
function isTaken(port: number, service: Service, admission: Admission): boolean {
  const { namespace, name } = service.metadata
  for (const protocol of PROTOCOLS) {
    for (const owner of admission.read.find<Service>('services', `nodePort=${port}/${protocol}`)) {
      if (owner.metadata.name !== name || owner.metadata.namespace !== namespace) return true
    }
  }
  return false
}
