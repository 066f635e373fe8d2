import { type FieldError, forbiddenField, invalidValue } from '../api/errors.ts'
import type { KindDefinition } from '../api/kind.ts'
import { Describe } from '../lib/describe.ts'
import { age } from '../lib/duration.ts'
import { equal } from '../lib/equal.ts'
import { configKeyErrors } from '../lib/names.ts'
import type { ConfigMap } from '../lib/objects.ts'
import { describeEventsOf } from './event.ts'
import { keepSuperseded } from './superseded.ts'

/** Bytes that the data of one ConfigMap or Secret may take. */
export const MAX_DATA_BYTES = 1024 * 1024

/** What may not change once `immutable` is set, by field name. */
export function immutableErrors(next: any, previous: any, fields: string[]): FieldError[] {
  if (!previous.immutable) return []
  const detail = 'field is immutable when `immutable` is set'
  const errors = next.immutable ? [] : [forbiddenField('immutable', detail)]
  for (const field of fields) {
    if (!equal(next[field] ?? {}, previous[field] ?? {})) errors.push(forbiddenField(field, detail))
  }
  return errors
}

function validate(next: ConfigMap, previous: ConfigMap | undefined): FieldError[] {
  const errors = previous ? immutableErrors(next, previous, ['data', 'binaryData']) : []
  let size = 0
  for (const [key, value] of Object.entries(next.data ?? {})) {
    const path = `data[${key}]`
    for (const detail of configKeyErrors(key)) errors.push(invalidValue(path, key, detail))
    if (next.binaryData?.[key] !== undefined) {
      errors.push(invalidValue(path, key, 'duplicate of key present in binaryData'))
    }
    size += Buffer.byteLength(value)
  }
  for (const [key, value] of Object.entries(next.binaryData ?? {})) {
    const path = `binaryData[${key}]`
    for (const detail of configKeyErrors(key)) errors.push(invalidValue(path, key, detail))
    size += Buffer.byteLength(value, 'base64')
  }
  if (size > MAX_DATA_BYTES) {
    errors.push({ type: 'Too long', path: '[]', detail: `may not be more than ${MAX_DATA_BYTES} bytes` })
  }
  return errors
}

export const configMaps: KindDefinition<ConfigMap> = {
  group: '',
  version: 'v1',
  scope: 'Namespaced',
  names: { kind: 'ConfigMap', plural: 'configmaps', singular: 'configmap', shortNames: ['cm'] },
  schema: 'io.k8s.api.core.v1.ConfigMap',
  prepare: (next, previous, admission) => {
    if (!previous || admission.dryRun) return
    if (!equal([next.data, next.binaryData], [previous.data, previous.binaryData]))
      keepSuperseded('configmaps', previous, admission)
  },
  beforeDelete: (object, admission) => keepSuperseded('configmaps', object, admission),
  validate,
  columns: () => [
    { name: 'Name', value: config => config.metadata.name },
    {
      name: 'Data',
      value: config => Object.keys(config.data ?? {}).length + Object.keys(config.binaryData ?? {}).length,
    },
    { name: 'Age', value: (config, { now }) => age(config.metadata.creationTimestamp, now) },
  ],
  describe(config, view) {
    const text = new Describe()
    text.line(0, 'Name', config.metadata.name)
    text.line(0, 'Namespace', config.metadata.namespace!)
    text.labels(config.metadata.labels).annotations(config.metadata.annotations)
    text.write(0, '\nData\n====\n')
    for (const key of Object.keys(config.data ?? {}).sort()) text.write(0, `${key}:\n----\n${config.data![key]}\n\n`)
    text.write(0, '\nBinaryData\n====\n')
    for (const key of Object.keys(config.binaryData ?? {}).sort()) {
      text.write(0, `${key}: ${Buffer.byteLength(config.binaryData![key]!, 'base64')} bytes\n`)
    }
    return text.write(0, '\n').write(0, describeEventsOf(config, view)).toString()
  },
}
