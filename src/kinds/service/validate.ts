import type { Admission } from '../../api/kind.ts'
import type { FieldError } from '../../api/errors.ts'
import { forbiddenField, invalidValue, required, unsupported } from '../../api/errors.ts'
import { equal } from '../../lib/equal.ts'
import {
  cidrErrors,
  ipErrors,
  labelKeyErrors,
  labelValueErrors,
  portNumberErrors,
  subdomainErrors,
} from '../../lib/names.ts'
import type { Service } from '../../lib/objects.ts'
import { specialAddressErrors } from '../endpointslice/addresses.ts'
import { addressFieldErrors } from './families.ts'
import { isExternallyAccessible, isHeadless, isLoadBalancer, needsClusterIP, needsHealthCheck } from './service-type.ts'
import { duplicatePortErrors, portErrors } from './validate-ports.ts'

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']
const AFFINITIES = ['ClientIP', 'None']
const POLICIES = ['Cluster', 'Local']
const DISTRIBUTIONS = ['PreferClose', 'PreferSameZone', 'PreferSameNode']
const KUBELET_PORT = 10250
const MAX_AFFINITY_SECONDS = 86400

/** Validation of a Service, in the order in which the API server tells it. Modelled on pkg/apis/core/validation. */
export function validate(next: Service, previous: Service | undefined, admission: Admission): FieldError[] {
  if (admission.subresource === 'status') return statusErrors(next)
  const { spec } = next
  const errors: FieldError[] = []
  if (previous) errors.push(...changeErrors(next, previous))
  if (!spec.ports && !isHeadless(next) && spec.type !== 'ExternalName') errors.push(required('spec.ports'))
  errors.push(...typeErrors(next))
  errors.push(...portErrors(spec.ports ?? []))
  errors.push(...selectorErrors(spec.selector))
  errors.push(...affinityErrors(next))
  errors.push(...addressFieldErrors(next))
  errors.push(...externalIPErrors(spec.externalIPs ?? []))
  if (!TYPES.includes(spec.type!)) errors.push(unsupported('spec.type', spec.type, TYPES))
  if (spec.type === 'ClusterIP') {
    for (const [i, port] of (spec.ports ?? []).entries()) {
      if (port.nodePort) {
        errors.push(forbiddenField(`spec.ports[${i}].nodePort`, "may not be used when `type` is 'ClusterIP'"))
      }
    }
  }
  errors.push(...duplicatePortErrors(spec.ports ?? []))
  errors.push(...loadBalancerErrors(next))
  errors.push(...policyErrors(next))
  return errors
}

function typeErrors(service: Service): FieldError[] {
  const { spec } = service
  const errors: FieldError[] = []
  const notHeadless = (detail: string) => {
    if (isHeadless(service)) errors.push(invalidValue('spec.clusterIPs[0]', 'None', detail))
  }
  if (spec.type === 'LoadBalancer') {
    for (const [i, port] of (spec.ports ?? []).entries()) {
      if (port.port !== KUBELET_PORT) continue
      const detail = `may not expose port ${KUBELET_PORT} externally since it is used by kubelet`
      errors.push(invalidValue(`spec.ports[${i}]`, port.port, detail))
    }
    notHeadless("may not be set to 'None' for LoadBalancer services")
  } else if (spec.type === 'NodePort') {
    notHeadless("may not be set to 'None' for NodePort services")
  } else if (spec.type === 'ExternalName') {
    for (const field of ['clusterIPs', 'ipFamilies', 'ipFamilyPolicy'] as const) {
      if (spec[field]) errors.push(forbiddenField(`spec.${field}`, 'may not be set for ExternalName services'))
    }
    const alias = (spec.externalName ?? '').replace(/\.$/, '')
    if (alias === '') errors.push(required('spec.externalName'))
    else for (const text of subdomainErrors(alias)) errors.push(invalidValue('spec.externalName', alias, text))
  }
  return errors
}

function selectorErrors(selector: Record<string, string> | undefined): FieldError[] {
  const errors: FieldError[] = []
  for (const key of Object.keys(selector ?? {}).sort()) {
    for (const text of labelKeyErrors(key)) errors.push(invalidValue('spec.selector', key, text))
    for (const text of labelValueErrors(selector![key]!))
      errors.push(invalidValue('spec.selector', selector![key], text))
  }
  return errors
}

function affinityErrors({ spec }: Service): FieldError[] {
  const { sessionAffinity: affinity, sessionAffinityConfig: config } = spec
  const errors: FieldError[] = []
  const path = 'spec.sessionAffinityConfig'
  if (!AFFINITIES.includes(affinity!)) errors.push(unsupported('spec.sessionAffinity', affinity, AFFINITIES))
  if (affinity === 'None' && config) {
    errors.push(forbiddenField(path, 'must not be set when session affinity is None'))
  }
  if (affinity === 'ClientIP') {
    const seconds = config?.clientIP?.timeoutSeconds
    const timeout = `${path}.clientIP.timeoutSeconds`
    if (seconds === undefined) errors.push(required(timeout, 'when session affinity type is ClientIP'))
    else if (seconds <= 0 || seconds > MAX_AFFINITY_SECONDS) {
      errors.push(invalidValue(timeout, seconds, `must be greater than 0 and less than ${MAX_AFFINITY_SECONDS}`))
    }
  }
  return errors
}

function externalIPErrors(ips: readonly string[]): FieldError[] {
  const errors: FieldError[] = []
  for (const [i, ip] of ips.entries()) {
    const path = `spec.externalIPs[${i}]`
    const malformed = ipErrors(ip)
    for (const text of malformed) errors.push(invalidValue(path, ip, text))
    if (malformed.length === 0) errors.push(...specialAddressErrors(path, ip))
  }
  return errors
}

const ONLY_LOAD_BALANCER = "may only be used when `type` is 'LoadBalancer'"

function loadBalancerErrors(service: Service): FieldError[] {
  const { spec } = service
  const errors: FieldError[] = []
  const ranges = spec.loadBalancerSourceRanges
  if (ranges) {
    const path = 'spec.LoadBalancerSourceRanges'
    if (!isLoadBalancer(service)) errors.push(forbiddenField(path, ONLY_LOAD_BALANCER))
    for (const [i, range] of ranges.entries()) {
      for (const text of cidrErrors(range.trim())) errors.push(invalidValue(`${path}[${i}]`, range.trim(), text))
    }
  }
  if (!isLoadBalancer(service)) {
    for (const field of ['allocateLoadBalancerNodePorts', 'loadBalancerClass'] as const) {
      if (spec[field] !== undefined) errors.push(forbiddenField(`spec.${field}`, ONLY_LOAD_BALANCER))
    }
  } else if (spec.loadBalancerClass !== undefined) {
    const path = 'spec.loadBalancerClass'
    for (const text of labelKeyErrors(spec.loadBalancerClass)) {
      errors.push(invalidValue(path, spec.loadBalancerClass, text))
    }
  }
  return errors
}

function policyErrors(service: Service): FieldError[] {
  const { spec } = service
  const errors: FieldError[] = []
  const external = spec.externalTrafficPolicy
  if (!isExternallyAccessible(service)) {
    if (external) {
      const detail = 'may only be set for externally-accessible services'
      errors.push(invalidValue('spec.externalTrafficPolicy', external, detail))
    }
  } else if (!POLICIES.includes(external!)) {
    errors.push(unsupported('spec.externalTrafficPolicy', external, POLICIES))
  }
  const healthPort = spec.healthCheckNodePort
  if (!needsHealthCheck(service)) {
    if (healthPort) {
      const detail = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"
      errors.push(invalidValue('spec.healthCheckNodePort', healthPort, detail))
    }
  } else if (!healthPort) errors.push(required('spec.healthCheckNodePort'))
  else {
    for (const text of portNumberErrors(healthPort)) {
      errors.push(invalidValue('spec.healthCheckNodePort', healthPort, text))
    }
  }
  const internal = spec.internalTrafficPolicy
  if (internal !== undefined && !POLICIES.includes(internal)) {
    errors.push(unsupported('spec.internalTrafficPolicy', internal, POLICIES))
  }
  const distribution = spec.trafficDistribution
  if (distribution !== undefined && !DISTRIBUTIONS.includes(distribution)) {
    errors.push(unsupported('spec.trafficDistribution', distribution, DISTRIBUTIONS))
  }
  return errors
}

/** What an update may not change. */
function changeErrors(next: Service, previous: Service): FieldError[] {
  const errors: FieldError[] = []
  if (needsClusterIP(next) && needsClusterIP(previous)) {
    const [ips, old] = [next.spec.clusterIPs ?? [], previous.spec.clusterIPs ?? []]
    if (ips.length === 0 && old.length > 0) {
      errors.push(invalidValue('spec.clusterIPs[0]', ips, 'primary clusterIP can not be unset'))
    } else if (ips[0] !== old[0]) {
      errors.push(invalidValue('spec.clusterIPs[0]', ips, 'may not change once set'))
    }
    const [families, before] = [next.spec.ipFamilies ?? [], previous.spec.ipFamilies ?? []]
    if (!isHeadless(next) && !isHeadless(previous) && before.length > 0 && families[0] !== before[0]) {
      errors.push(invalidValue('spec.ipFamilies[0]', families, 'may not change once set'))
    }
  }
  if (isLoadBalancer(next) && isLoadBalancer(previous)) {
    const cls = next.spec.loadBalancerClass
    if (!equal(cls, previous.spec.loadBalancerClass)) {
      errors.push(invalidValue('spec.loadBalancerClass', cls ?? null, 'may not change once set'))
    }
  }
  return errors
}

function statusErrors(service: Service): FieldError[] {
  const errors: FieldError[] = []
  for (const [i, ingress] of (service.status.loadBalancer?.ingress ?? []).entries()) {
    const path = `status.loadBalancer.ingress[${i}]`
    const { ip, hostname } = ingress
    if (ip) for (const text of ipErrors(ip)) errors.push(invalidValue(`${path}.ip`, ip, text))
    const mode = (ingress as { ipMode?: string }).ipMode
    if (ip && mode === undefined) errors.push(required(`${path}.ipMode`, 'must be specified when `ip` is set'))
    if (!ip && mode !== undefined) {
      errors.push(forbiddenField(`${path}.ipMode`, 'may not be specified when `ip` is not set'))
    }
    if (mode !== undefined && mode !== 'VIP' && mode !== 'Proxy') {
      errors.push(unsupported(`${path}.ipMode`, mode, ['Proxy', 'VIP']))
    }
    if (hostname) {
      for (const text of subdomainErrors(hostname)) errors.push(invalidValue(`${path}.hostname`, hostname, text))
      if (ipErrors(hostname).length === 0) {
        errors.push(invalidValue(`${path}.hostname`, hostname, 'must be a DNS name, not an IP address'))
      }
    }
  }
  return errors
}
