import type { View } from '../../api/kind.ts'
import { Describe } from '../../lib/describe.ts'
import { age } from '../../lib/duration.ts'
import type { Pod, PodTemplateSpec } from '../../lib/objects.ts'
import { rfc1123 } from '../../lib/time.ts'
import { describeEventsOf } from '../event.ts'
import { describeContainers, describeResources } from './describe/containers.ts'
import { describeTolerations, describeTopologySpread } from './describe/placement.ts'
import { describeVolumes } from './describe/volumes.ts'
import { qosClass } from './qos.ts'
import { isTerminal } from './readiness.ts'

type Resources = { requests?: Record<string, string>; limits?: Record<string, string> }

/** Modelled on k8s.io/kubectl pkg/describe, describePod. */
export function describePod(pod: Pod, view: View): string {
  const { spec, status } = pod
  const text = new Describe()
  describeIdentity(text, pod, view)
  describeAddresses(text, pod)
  text.controlledBy(pod)
  if (status.nominatedNodeName) text.line(0, 'NominatedNodeName', status.nominatedNodeName)
  const { resources } = spec as { resources?: Resources }
  if (resources) {
    text.write(0, 'Resources:\n')
    describeResources(text, 1, resources)
  }
  if (spec.initContainers?.length) {
    describeContainers(text, 'Init Containers', spec.initContainers, { pod, statuses: status.initContainerStatuses })
  }
  describeContainers(text, 'Containers', spec.containers, { pod, statuses: status.containerStatuses })
  describeConditions(text, pod)
  describeVolumes(text, spec.volumes)
  text.line(0, 'QoS Class', status.qosClass ?? qosClass(spec)).map('Node-Selectors', spec.nodeSelector)
  describeTolerations(text, spec.tolerations)
  describeTopologySpread(text, spec.topologySpreadConstraints)
  return text.write(0, describeEventsOf(pod, view)).toString()
}

function describeIdentity(text: Describe, pod: Pod, view: View): void {
  const { metadata, spec, status } = pod
  text.line(0, 'Name', metadata.name).line(0, 'Namespace', metadata.namespace!)
  if (spec.priority !== undefined) text.line(0, 'Priority', spec.priority)
  if (spec.priorityClassName) text.line(0, 'Priority Class Name', spec.priorityClassName)
  if (spec.runtimeClassName) text.line(0, 'Runtime Class Name', spec.runtimeClassName)
  if (spec.serviceAccountName) text.line(0, 'Service Account', spec.serviceAccountName)
  text.line(0, 'Node', spec.nodeName ? `${spec.nodeName}/${status.hostIP ?? ''}` : '<none>')
  if (status.startTime) text.line(0, 'Start Time', rfc1123(status.startTime))
  text.labels(metadata.labels).annotations(metadata.annotations)
  if (metadata.deletionTimestamp && !isTerminal(pod)) {
    text.line(0, 'Status', `Terminating (lasts ${age(metadata.deletionTimestamp, view.now)})`)
    text.line(0, 'Termination Grace Period', `${metadata.deletionGracePeriodSeconds ?? 0}s`)
  } else text.line(0, 'Status', status.phase ?? '')
  if (status.reason) text.line(0, 'Reason', status.reason)
  if (status.message) text.line(0, 'Message', status.message)
  const profile = spec.securityContext?.seccompProfile
  if (profile) text.line(0, 'SeccompProfile', profile.type)
  if (profile?.type === 'Localhost') text.line(0, 'LocalhostProfile', profile.localhostProfile ?? '')
}

function describeAddresses(text: Describe, { status }: Pod): void {
  text.line(0, 'IP', status.podIP ?? '')
  if (!status.podIPs?.length) text.line(0, 'IPs', '<none>')
  else {
    text.write(0, 'IPs:\n')
    for (const { ip } of status.podIPs) text.line(1, 'IP', ip ?? '')
  }
}

function describeConditions(text: Describe, { spec, status }: Pod): void {
  const conditions = status.conditions ?? []
  const gates = spec.readinessGates ?? []
  if (gates.length > 0) text.write(0, 'Readiness Gates:\n  Type\tStatus\n')
  for (const { conditionType } of gates) {
    const found = conditions.find(condition => condition.type === conditionType)
    text.write(1, `${conditionType} \t${found?.status ?? '<none>'} \n`)
  }
  if (conditions.length > 0) text.write(0, 'Conditions:\n  Type\tStatus\n')
  for (const condition of conditions) text.write(1, `${condition.type} \t${condition.status} \n`)
}

/** The `Pod Template:` part of a workload's description, to be written into a Describe at level 0. */
export function describePodTemplate({ metadata, spec }: PodTemplateSpec): string {
  const text = new Describe().write(0, 'Pod Template:\n').map('  Labels', metadata?.labels)
  if (metadata?.annotations && Object.keys(metadata.annotations).length > 0) {
    text.annotations(metadata.annotations, '  Annotations')
  }
  if (!spec) return text.raw()
  if (spec.serviceAccountName) text.line(1, 'Service Account', spec.serviceAccountName)
  const template = { indent: '  ' }
  if (spec.initContainers?.length) describeContainers(text, 'Init Containers', spec.initContainers, template)
  describeContainers(text, 'Containers', spec.containers, template)
  describeVolumes(text, spec.volumes, template.indent)
  describeTopologySpread(text, spec.topologySpreadConstraints, template.indent)
  if (spec.priorityClassName) text.line(1, 'Priority Class Name', spec.priorityClassName)
  text.map('  Node-Selectors', spec.nodeSelector)
  describeTolerations(text, spec.tolerations, template.indent)
  return text.raw()
}
