import type { PodSpec } from '../../../lib/objects.ts'
import type { Container } from '../../../lib/objects.ts'
import { labelErrors } from '../../../lib/names.ts'
import { validateEnv, validateEnvFrom } from './env.ts'
import { validateDevices, validateMounts } from './mounts.ts'
import type { Path } from './path.ts'
import { validateHostPorts, validatePorts } from './ports.ts'
import { validateProbes } from './probes.ts'
import { validateResources } from './resources.ts'
import { validateSecurity } from './security.ts'
import type { Volumes } from './volumes.ts'

const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never']
const MESSAGE_POLICIES = ['FallbackToLogsOnError', 'File']
const RESTART_POLICIES = ['Always', 'Never', 'OnFailure']
const SIDECAR_ONLY = 'may not be set for init containers without restartPolicy=Always'

export function validateContainers(spec: PodSpec, volumes: Volumes, at: Path): void {
  const { containers } = spec
  if (containers.length === 0) at.required()
  const grace = spec.terminationGracePeriodSeconds ?? 0
  const names = new Set<string>()
  at.each(containers, (container, here) => {
    validateContainer(container, volumes, here)
    if (names.has(container.name)) here.at('name').duplicate(container.name)
    names.add(container.name)
    validateProbes(container, grace, here)
    validateRestartPolicy(container, here)
  })
  validateHostPorts(containers, at)
}

/** Init containers; those that restart always are sidecars and may have probes and hooks. */
export function validateInitContainers(spec: PodSpec, volumes: Volumes, at: Path): void {
  const grace = spec.terminationGracePeriodSeconds ?? 0
  const names = new Set(spec.containers.map(container => container.name))
  at.each(spec.initContainers, (container, here) => {
    validateContainer(container, volumes, here)
    validateRestartPolicy(container, here)
    if (names.has(container.name)) here.at('name').duplicate(container.name)
    else if (container.name) names.add(container.name)
    validateHostPorts([container], at)
    if (container.restartPolicy === 'Always') {
      validateProbes(container, grace, here)
      return
    }
    for (const field of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
      if (container[field]) here.at(field).forbidden(SIDECAR_ONLY)
    }
  })
}

function validateRestartPolicy({ restartPolicy }: Container, at: Path): void {
  if (restartPolicy === undefined || RESTART_POLICIES.includes(restartPolicy)) return
  at.at('restartPolicy').unsupported(restartPolicy, RESTART_POLICIES)
}

/** What all kinds of containers have in common (pkg/apis/core/validation, validateContainerCommon). */
function validateContainer(container: Container, volumes: Volumes, at: Path): void {
  const { name, image, ports, env, envFrom, volumeDevices, resources, securityContext } = container
  if (!name) at.at('name').required()
  else at.at('name').judge(name, labelErrors(name))
  if (!image) at.at('image').required()
  at.at('terminationMessagePolicy').oneOf(container.terminationMessagePolicy, MESSAGE_POLICIES)
  if (ports) validatePorts(ports, at.at('ports'))
  if (env) validateEnv(env, at.at('env'))
  if (envFrom) validateEnvFrom(envFrom, at.at('envFrom'))
  if (container.volumeMounts) validateMounts(container, volumes.names, at.at('volumeMounts'))
  if (volumeDevices) validateDevices(volumeDevices, volumes.names, volumes.claims, at.at('volumeDevices'))
  at.at('imagePullPolicy').oneOf(container.imagePullPolicy, PULL_POLICIES)
  if (resources) validateResources(resources, at.at('resources'))
  if (securityContext) validateSecurity(securityContext, at.at('securityContext'))
}
