import type { EnvFromSource, EnvVar, EnvVarSource, ObjectFieldSelector } from 'kubernetes-types/core/v1'
import { configKeyErrors, envNameErrors, labelKeyErrors } from '../../../lib/names.ts'
import type { Path } from './path.ts'
import { validateResourceField } from './resource-field.ts'

const FIELDS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]
/** What the downward API converts at all; anything else is no field label of a pod. */
const LABELS = [...FIELDS, 'metadata.annotations', 'metadata.labels', 'spec.restartPolicy', 'spec.schedulerName']
LABELS.push('status.phase')

const ONE_OF = 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`'
const SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'] as const

export function validateEnv(variables: readonly EnvVar[], at: Path): void {
  at.each(variables, (variable, here) => {
    if (!variable.name) here.at('name').required()
    else here.at('name').judge(variable.name, envNameErrors(variable.name))
    if (variable.valueFrom) validateValueFrom(variable, variable.valueFrom, here.at('valueFrom'))
  })
}

function validateValueFrom({ value }: EnvVar, from: EnvVarSource, at: Path): void {
  const count = SOURCES.filter(source => source in from).length
  if (from.fieldRef) validateFieldRef(from.fieldRef, FIELDS, at.at('fieldRef'))
  if (from.resourceFieldRef) validateResourceField(from.resourceFieldRef, at.at('resourceFieldRef'))
  if (from.configMapKeyRef) validateKeyRef(from.configMapKeyRef, at.at('configMapKeyRef'))
  if (from.secretKeyRef) validateKeyRef(from.secretKeyRef, at.at('secretKeyRef'))
  if (count === 0) at.invalid('', ONE_OF)
  else if (value) at.invalid('', 'may not be specified when `value` is not empty')
  else if (count > 1) at.invalid('', 'may not have more than one field specified at a time')
}

/** A field of the pod, as env variables and downward API files take it. */
export function validateFieldRef(selector: ObjectFieldSelector, supported: readonly string[], at: Path): void {
  const { apiVersion, fieldPath } = selector
  if (!apiVersion) at.at('apiVersion').required()
  else if (!fieldPath) at.at('fieldPath').required()
  else validateFieldPath(fieldPath, supported, at)
}

function validateFieldPath(fieldPath: string, supported: readonly string[], at: Path): void {
  const [, path, subscript] = /^([^[]*)\['(.*)'\]$/.exec(fieldPath) ?? []
  if (!LABELS.includes(path ?? fieldPath)) {
    at.at('fieldPath').invalid(fieldPath, `error converting fieldPath: field label not supported: ${fieldPath}`)
  } else if (path === undefined) {
    if (!supported.includes(fieldPath)) at.at('fieldPath').unsupported(fieldPath, supported)
  } else if (path === 'metadata.annotations') {
    at.judge(subscript!.toLowerCase(), labelKeyErrors(subscript!.toLowerCase()))
  } else if (path === 'metadata.labels') {
    at.judge(subscript, labelKeyErrors(subscript!))
  } else {
    at.invalid(path, 'does not support subscript')
  }
}

function validateKeyRef({ name, key }: { name?: string; key?: string }, at: Path): void {
  if (!name) at.at('name').required()
  if (!key) at.at('key').required()
  else at.at('key').judge(key, configKeyErrors(key))
}

export function validateEnvFrom(sources: readonly EnvFromSource[], at: Path): void {
  at.each(sources, (source, here) => {
    if (source.prefix) here.at('prefix').judge(source.prefix, envNameErrors(source.prefix))
    if (source.configMapRef && !source.configMapRef.name) here.at('configMapRef').at('name').required()
    if (source.secretRef && !source.secretRef.name) here.at('secretRef').at('name').required()
    if (source.configMapRef && source.secretRef) at.invalid('', 'may not have more than one field specified at a time')
    else if (!source.configMapRef && !source.secretRef) {
      at.invalid('', 'must specify one of: `configMapRef` or `secretRef`')
    }
  })
}
