import type { EnvVar, HTTPGetAction, Lifecycle, LifecycleHandler, Probe } from 'kubernetes-types/core/v1'
import type { Container } from '../../lib/objects.ts'

export function defaultContainer(container: Container): void {
  container.imagePullPolicy ||= defaultPullPolicy(container.image)
  container.resources ??= {}
  container.terminationMessagePath ||= '/dev/termination-log'
  container.terminationMessagePolicy ||= 'File'
  if (container.ports) for (const port of container.ports) port.protocol ||= 'TCP'
  if (container.env) for (const variable of container.env) defaultEnv(variable)
  if (container.livenessProbe) defaultProbe(container.livenessProbe)
  if (container.readinessProbe) defaultProbe(container.readinessProbe)
  if (container.startupProbe) defaultProbe(container.startupProbe)
  if (container.lifecycle) defaultLifecycle(container.lifecycle)
}

/** `latest`, written or implied, is pulled always; another tag and a digest only once. */
export function defaultPullPolicy(image: string | undefined): 'Always' | 'IfNotPresent' {
  if (!image || image.includes('@')) return 'IfNotPresent'
  const colon = image.lastIndexOf(':')
  const tagged = colon > image.lastIndexOf('/')
  return !tagged || image.endsWith(':latest') ? 'Always' : 'IfNotPresent'
}

function defaultEnv({ valueFrom }: EnvVar): void {
  if (valueFrom?.fieldRef) valueFrom.fieldRef.apiVersion ||= 'v1'
  if (valueFrom?.resourceFieldRef) valueFrom.resourceFieldRef.divisor ??= '0'
  const file = (valueFrom as { fileKeyRef?: { optional?: boolean } } | undefined)?.fileKeyRef
  if (file) file.optional ??= false
}

function defaultProbe(probe: Probe): void {
  if (probe.httpGet) defaultHttpGet(probe.httpGet)
  if (probe.grpc) probe.grpc.service ??= ''
  probe.timeoutSeconds ||= 1
  probe.periodSeconds ||= 10
  probe.successThreshold ||= 1
  probe.failureThreshold ||= 3
}

function defaultLifecycle(lifecycle: Lifecycle): void {
  for (const handler of [lifecycle.postStart, lifecycle.preStop] as (LifecycleHandler | undefined)[]) {
    if (handler?.httpGet) defaultHttpGet(handler.httpGet)
  }
}

function defaultHttpGet(action: HTTPGetAction): void {
  action.path ||= '/'
  action.scheme ||= 'HTTP'
}
