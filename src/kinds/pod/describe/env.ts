import type { EnvFromSource, EnvVar, ResourceFieldSelector } from 'kubernetes-types/core/v1'
import type { Describe } from '../../../lib/describe.ts'
import type { Container, Pod } from '../../../lib/objects.ts'
import { bytes, milliCpu } from '../../../lib/quantity.ts'

/** `pod`: where the container runs; absent in a template, whose variables have no values yet. */
export function describeEnv(text: Describe, container: Container, pod: Pod | undefined): void {
  if (container.envFrom?.length) {
    text.write(2, 'Environment Variables from:\n')
    for (const source of container.envFrom) text.write(3, `${sourceText(source)}\n`)
  }
  text.write(2, `Environment:${container.env?.length ? '' : '\t<none>'}\n`)
  for (const variable of container.env ?? []) {
    const [first, ...more] = valueText(variable, container, pod).split('\n')
    text.line(3, variable.name, first!)
    for (const line of more) text.write(3, `\t${line}\n`)
  }
}

function sourceText({ prefix, configMapRef, secretRef }: EnvFromSource): string {
  const ref = configMapRef ?? secretRef
  const from = configMapRef ? 'ConfigMap' : secretRef ? 'Secret' : ''
  const what = prefix ? `${from} with prefix '${prefix}'` : from
  return `${ref?.name ?? ''}\t${what}\tOptional: ${ref?.optional ?? false}`
}

function valueText({ value = '', valueFrom }: EnvVar, container: Container, pod: Pod | undefined): string {
  if (!valueFrom) return value
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = valueFrom
  if (fieldRef) return `${fieldValue(fieldRef.fieldPath, pod)} (${fieldRef.apiVersion}:${fieldRef.fieldPath})`
  if (resourceFieldRef) return `${resourceText(resourceFieldRef, container)} (${resourceFieldRef.resource})`
  const key = secretKeyRef ?? configMapKeyRef
  if (!key) return ''
  const where = secretKeyRef ? `in secret '${key.name}'` : `of config map '${key.name}'`
  return `<set to the key '${key.key}' ${where}>\tOptional: ${key.optional ?? false}`
}

/** kubectl can look up these two itself; of the others it shows only the path. */
function fieldValue(path: string, pod: Pod | undefined): string {
  if (path === 'metadata.name') return pod?.metadata.name ?? ''
  return path === 'metadata.namespace' ? (pod?.metadata.namespace ?? '') : ''
}

function resourceText({ resource, divisor }: ResourceFieldSelector, container: Container): string {
  const [side, name] = [resource.slice(0, resource.indexOf('.')), resource.slice(resource.indexOf('.') + 1)]
  const quantities = container.resources?.[side as 'limits' | 'requests'] as Record<string, string> | undefined
  const quantity = quantities?.[name]
  const by = divisor && String(divisor) !== '0' ? String(divisor) : '1'
  const value = name === 'cpu' ? Math.ceil(milliCpu(quantity) / milliCpu(by)) : Math.ceil(bytes(quantity) / bytes(by))
  if (value === 0 && (resource === 'limits.cpu' || resource === 'limits.memory')) return 'node allocatable'
  return String(value)
}
