import type { HostAlias, PodReadinessGate } from 'kubernetes-types/core/v1'
import type { FieldError } from '../../../api/errors.ts'
import { ipErrors, labelErrors, labelKeyErrors, rangeErrors, subdomainErrors } from '../../../lib/names.ts'
import type { Container, PodSpec } from '../../../lib/objects.ts'
import { validateAffinity } from './affinity.ts'
import { validateContainers, validateInitContainers } from './containers.ts'
import { validateDnsConfig } from './dns-config.ts'
import { validateLabels } from './labels.ts'
import { Path } from './path.ts'
import { validatePodSecurity } from './security.ts'
import { validateTolerations } from './tolerations.ts'
import { validateTopologySpread } from './topology-spread.ts'
import { validateVolumes } from './volumes.ts'

const RESTART_POLICIES = ['Always', 'OnFailure', 'Never']
const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']
const PREEMPTION_POLICIES = ['PreemptLowerPriority', 'Never']

/** A pod spec with its defaults, wherever it stands (`spec`, `spec.template.spec`). */
export function validatePodSpec(spec: PodSpec, path: string): FieldError[] {
  const errors: FieldError[] = []
  validateSpec(spec, Path.root(path, errors))
  return errors
}

/** In the order of pkg/apis/core/validation, ValidatePodSpec: errors come out in that order too. */
export function validateSpec(spec: PodSpec, at: Path): void {
  const volumes = validateVolumes(spec.volumes ?? [], at.at('volumes'))
  validateContainers(spec, volumes, at.at('containers'))
  if (spec.initContainers) validateInitContainers(spec, volumes, at.at('initContainers'))
  if (spec.hostNetwork) {
    validateHostNetwork(spec.containers, at.at('containers'))
    validateHostNetwork(spec.initContainers, at.at('initContainers'))
  }
  at.at('restartPolicy').oneOf(spec.restartPolicy, RESTART_POLICIES)
  at.at('dnsPolicy').oneOf(spec.dnsPolicy, DNS_POLICIES)
  if (spec.nodeSelector) validateLabels(spec.nodeSelector, at.at('nodeSelector'))
  if (spec.securityContext) {
    if (spec.shareProcessNamespace && spec.hostPID) {
      at.at('shareProcessNamespace').invalid(true, 'ShareProcessNamespace and HostPID cannot both be enabled')
    }
    validatePodSecurity(spec.securityContext, at.at('securityContext'))
  }
  at.at('imagePullSecrets').each(spec.imagePullSecrets, ({ name }, here) => {
    if (!name) here.at('name').required()
  })
  if (spec.affinity) validateAffinity(spec.affinity, at.at('affinity'))
  validateDnsConfig(spec, at.at('dnsConfig'))
  if (spec.readinessGates) validateGates(spec.readinessGates, at.at('readinessGates'))
  at.at('schedulingGates').each(spec.schedulingGates, ({ name }, here, i) => {
    here.judge(name ?? '', labelKeyErrors(name ?? ''))
    if (spec.schedulingGates!.findIndex(gate => gate.name === name) < i) here.duplicate(name)
  })
  if (spec.topologySpreadConstraints) {
    validateTopologySpread(spec.topologySpreadConstraints, at.at('topologySpreadConstraints'))
  }
  validateNames(spec, at)
  const { activeDeadlineSeconds: deadline } = spec
  if (deadline !== undefined) at.at('activeDeadlineSeconds').judge(deadline, rangeErrors(deadline, 1, 2 ** 31 - 1))
  if (spec.hostname) at.at('hostname').judge(spec.hostname, labelErrors(spec.hostname))
  if (spec.subdomain) at.at('subdomain').judge(spec.subdomain, labelErrors(spec.subdomain))
  if (spec.tolerations) validateTolerations(spec.tolerations, at.at('tolerations'))
  if (spec.hostAliases) validateAliases(spec.hostAliases, at.at('hostAliases'))
  const { priorityClassName, runtimeClassName, preemptionPolicy } = spec
  if (priorityClassName) at.at('priorityClassName').judge(priorityClassName, subdomainErrors(priorityClassName))
  if (runtimeClassName) at.at('runtimeClassName').judge(runtimeClassName, subdomainErrors(runtimeClassName))
  if (preemptionPolicy && !PREEMPTION_POLICIES.includes(preemptionPolicy)) {
    at.at('preemptionPolicy').unsupported(preemptionPolicy, PREEMPTION_POLICIES)
  }
}

function validateNames({ serviceAccountName, nodeName }: PodSpec, at: Path): void {
  if (serviceAccountName) at.at('serviceAccountName').judge(serviceAccountName, subdomainErrors(serviceAccountName))
  if (nodeName) at.at('nodeName').judge(nodeName, subdomainErrors(nodeName))
}

function validateHostNetwork(containers: readonly Container[] | undefined, at: Path): void {
  at.each(containers, (container, here) => {
    here.at('ports').each(container.ports, ({ hostPort, containerPort }, port) => {
      if (hostPort === containerPort) return
      port.at('containerPort').invalid(containerPort, 'must match `hostPort` when `hostNetwork` is true')
    })
  })
}

function validateGates(gates: readonly PodReadinessGate[], at: Path): void {
  at.each(gates, ({ conditionType = '' }, here) => {
    here.at('conditionType').judge(conditionType, labelKeyErrors(conditionType))
  })
}

function validateAliases(aliases: readonly HostAlias[], at: Path): void {
  at.each(aliases, ({ ip = '', hostnames = [] }, here) => {
    here.at('ip').judge(ip, ipErrors(ip))
    for (const name of hostnames) here.at('hostnames').judge(name, subdomainErrors(name))
  })
}
