import type { Admission } from '../../api/kind.ts'
import { equal } from '../../lib/equal.ts'
import type { Service } from '../../lib/objects.ts'
import { allocateClusterIP } from './cluster-ips.ts'
import { initFamilies } from './families.ts'
import { allocateNodePorts } from './node-ports.ts'
import { isLoadBalancer, needsClusterIP, needsHealthCheck, needsNodePort } from './service-type.ts'

/**
 * What the API server does to a Service before validating it: fill in what an update left out, allocate, and drop fields
 * that its type has no use for. Modelled on pkg/registry/core/service/storage/storage.go and strategy.go.
 */
export function prepare(next: Service, previous: Service | undefined, admission: Admission): void {
  if (admission.subresource === 'status') return
  if (previous) keepAllocated(next, previous)
  pairClusterIPs(next, previous)
  initFamilies(next, previous)
  // An update of an address that stands is for validation to refuse.
  if (!previous || !needsClusterIP(previous)) allocateClusterIP(next, admission)
  allocateNodePorts(next, previous, admission)
  if (previous) dropInapplicable(next, previous)
}

/** An update that leaves out allocated values means to keep them. */
function keepAllocated(next: Service, previous: Service): void {
  const { spec } = next
  const old = previous.spec
  if (needsClusterIP(previous) && needsClusterIP(next)) {
    spec.clusterIP ||= old.clusterIP
    if (!spec.clusterIPs && spec.clusterIP === old.clusterIP && old.clusterIPs) spec.clusterIPs = [...old.clusterIPs]
  }
  if (needsNodePort(previous) && needsNodePort(next)) keepNodePorts(next, previous)
  if (needsHealthCheck(previous) && needsHealthCheck(next)) spec.healthCheckNodePort ||= old.healthCheckNodePort
}

/** Node ports are kept by the port's name, unless another port of the Service has taken the number. */
function keepNodePorts(next: Service, previous: Service): void {
  const ports = next.spec.ports ?? []
  const named = new Map<string, number>()
  const used = new Set<number>()
  for (const port of previous.spec.ports ?? []) {
    if (!port.nodePort) continue
    named.set(port.name ?? '', port.nodePort)
    if (ports.some(p => p.nodePort === port.nodePort)) used.add(port.nodePort)
  }
  for (const port of ports) {
    const kept = named.get(port.name ?? '')
    if (port.nodePort || kept === undefined || used.has(kept)) continue
    port.nodePort = kept
    used.add(kept)
  }
}

/** Callers may know `clusterIP` alone; `clusterIPs` follows it. */
function pairClusterIPs(next: Service, previous: Service | undefined): void {
  const { spec } = next
  const old = previous?.spec
  const follows = !spec.clusterIPs || (spec.clusterIP !== old?.clusterIP && equal(spec.clusterIPs, old?.clusterIPs))
  if (!follows) return
  if (spec.clusterIP) spec.clusterIPs = [spec.clusterIP]
  else delete spec.clusterIPs
}

/**
 * A change of type leaves fields behind that were filled in for the user. They go, unless the same update changed them:
 * then validation tells that they do not apply.
 */
function dropInapplicable(next: Service, previous: Service): void {
  const { spec } = next
  const old = previous.spec
  const untouched = (field: keyof Service['spec']) => equal(spec[field], old[field])
  const drop = (...fields: (keyof Service['spec'])[]) => {
    for (const field of fields) if (untouched(field)) delete spec[field]
  }
  if (needsClusterIP(previous) && !needsClusterIP(next)) {
    if (untouched('clusterIPs')) delete spec.clusterIP
    drop('clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'internalTrafficPolicy')
  }
  const nodePorts = (service: Service) => (service.spec.ports ?? []).map(port => port.nodePort)
  if (needsNodePort(previous) && !needsNodePort(next) && equal(nodePorts(next), nodePorts(previous))) {
    for (const port of spec.ports ?? []) delete port.nodePort
  }
  if (needsHealthCheck(previous) && !needsHealthCheck(next)) drop('healthCheckNodePort')
  if (isLoadBalancer(previous) && !isLoadBalancer(next)) {
    drop('allocateLoadBalancerNodePorts', 'loadBalancerClass')
    next.status = { ...next.status, loadBalancer: {} }
  }
  const hasOutside = (service: Service) => isLoadBalancer(service) || service.spec.type === 'NodePort'
  if (hasOutside(previous) && !hasOutside(next) && !spec.externalIPs) drop('externalTrafficPolicy')
}
