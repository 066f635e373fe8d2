import type { Container, Pod, PodSpec, PodTemplateSpec } from '../../lib/objects.ts'
import { defaultContainer } from './default-container.ts'
import { defaultVolume } from './default-volume.ts'

/** What the API server fills into the spec of a Pod and of a pod template alike (pkg/apis/core/v1/defaults.go). */
export function defaultPodSpec(spec: PodSpec): void {
  if (spec.hostNetwork) publishPorts(spec)
  spec.containers ??= []
  for (const container of spec.containers) defaultContainer(container)
  if (spec.initContainers) for (const container of spec.initContainers) defaultContainer(container)
  if (spec.ephemeralContainers)
    for (const container of spec.ephemeralContainers) defaultContainer(container as Container)
  if (spec.volumes) for (const volume of spec.volumes) defaultVolume(volume)
  spec.dnsPolicy ||= 'ClusterFirst'
  spec.restartPolicy ||= 'Always'
  spec.schedulerName ||= 'default-scheduler'
  spec.securityContext ??= {}
  spec.terminationGracePeriodSeconds ??= 30
  // `serviceAccount` is the deprecated name of the same field; both are always served.
  if (spec.serviceAccountName) spec.serviceAccount = spec.serviceAccountName
  else if (spec.serviceAccount) spec.serviceAccountName = spec.serviceAccount
}

export function defaultPodTemplate(template: PodTemplateSpec): void {
  template.metadata ??= {}
  template.spec ??= { containers: [] }
  defaultPodSpec(template.spec)
}

/** The defaults of a Pod itself: requests follow from limits here, not in templates. */
export function defaultPod(pod: Pod): void {
  pod.spec ??= { containers: [] }
  const { spec } = pod
  defaultPodSpec(spec)
  spec.enableServiceLinks ??= true
  for (const container of spec.containers) requestLimits(container)
  if (spec.initContainers) for (const container of spec.initContainers) requestLimits(container)
}

/** A resource with a limit and no request is requested as much as it is limited. */
function requestLimits(container: Container): void {
  const limits = container.resources?.limits as Record<string, string> | undefined
  if (!limits) return
  const requests = (container.resources!.requests ??= {}) as Record<string, string>
  for (const resource in limits) requests[resource] ??= limits[resource]!
}

/** In the host's network a container's port is the host's port. */
function publishPorts(spec: PodSpec): void {
  for (const containers of [spec.containers, spec.initContainers]) {
    for (const container of containers ?? []) {
      for (const port of container.ports ?? []) port.hostPort ||= port.containerPort
    }
  }
}
