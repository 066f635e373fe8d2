import { type FieldError, invalidValue, required } from '../api/errors.ts'
import type { KindDefinition } from '../api/kind.ts'
import { Describe } from '../lib/describe.ts'
import { age } from '../lib/duration.ts'
import { configKeyErrors } from '../lib/names.ts'
import type { Secret } from '../lib/objects.ts'
import { equal } from '../lib/equal.ts'
import { keepSuperseded } from './superseded.ts'
import { immutableErrors, MAX_DATA_BYTES } from './configmap.ts'

const ACCOUNT_TOKEN = 'kubernetes.io/service-account-token'
const ACCOUNT_NAME = 'kubernetes.io/service-account.name'

const size = (base64: string) => Buffer.byteLength(base64, 'base64')

/** What a type asks of the data (k8s.io/kubernetes pkg/apis/core/validation, ValidateSecret). */
function typeErrors(secret: Secret): FieldError[] {
  const data = secret.data ?? {}
  const missing = (...keys: string[]) =>
    keys.filter(key => data[key] === undefined).map(key => required(`data[${key}]`))
  switch (secret.type) {
    case ACCOUNT_TOKEN:
      return secret.metadata.annotations?.[ACCOUNT_NAME] ? [] : [required(`metadata.annotations[${ACCOUNT_NAME}]`)]
    case 'kubernetes.io/dockercfg':
      return missing('.dockercfg').concat(jsonErrors(data, '.dockercfg'))
    case 'kubernetes.io/dockerconfigjson':
      return missing('.dockerconfigjson').concat(jsonErrors(data, '.dockerconfigjson'))
    case 'kubernetes.io/basic-auth': {
      const absent = missing('username', 'password')
      return absent.length === 2 ? absent : []
    }
    case 'kubernetes.io/ssh-auth':
      return size(data['ssh-privatekey'] ?? '') === 0 ? [required('data[ssh-privatekey]')] : []
    case 'kubernetes.io/tls':
      return missing('tls.crt', 'tls.key')
    default:
      return []
  }
}

function jsonErrors(data: Record<string, string>, key: string): FieldError[] {
  if (data[key] === undefined) return []
  const text = Buffer.from(data[key], 'base64').toString()
  const refuse = (why: string) => [invalidValue(`data[${key}]`, '<secret contents redacted>', why)]
  if (text.trim() === '') return refuse('unexpected end of JSON input')
  try {
    const value = JSON.parse(text)
    if (value && typeof value === 'object' && !Array.isArray(value)) return []
    return refuse('json: cannot unmarshal into Go value of type map[string]interface {}')
  } catch {
    return refuse('invalid character in JSON')
  }
}

function validate(next: Secret, previous: Secret | undefined): FieldError[] {
  const errors: FieldError[] = []
  if (previous) {
    if (next.type !== previous.type) errors.push(invalidValue('type', next.type, 'field is immutable'))
    errors.push(...immutableErrors(next, previous, ['data']))
  }
  let total = 0
  for (const [key, value] of Object.entries(next.data ?? {})) {
    for (const detail of configKeyErrors(key)) errors.push(invalidValue(`data[${key}]`, key, detail))
    total += size(value)
  }
  if (total > MAX_DATA_BYTES) {
    errors.push({ type: 'Too long', path: 'data', detail: `may not be more than ${MAX_DATA_BYTES} bytes` })
  }
  return [...errors, ...typeErrors(next)]
}

export const secrets: KindDefinition<Secret> = {
  group: '',
  version: 'v1',
  scope: 'Namespaced',
  names: { kind: 'Secret', plural: 'secrets', singular: 'secret' },
  schema: 'io.k8s.api.core.v1.Secret',
  fields: { type: secret => secret.type ?? '' },
  defaults(next) {
    next.type ||= 'Opaque'
    if (!next.stringData) return
    const data = { ...next.data }
    for (const key of Object.keys(next.stringData)) data[key] = Buffer.from(next.stringData[key]!).toString('base64')
    next.data = data
    delete next.stringData
  },
  prepare: (next, previous, admission) => {
    if (!previous || admission.dryRun) return
    if (!equal([next.data, next.type], [previous.data, previous.type])) keepSuperseded('secrets', previous, admission)
  },
  beforeDelete: (object, admission) => keepSuperseded('secrets', object, admission),
  validate,
  columns: () => [
    { name: 'Name', value: secret => secret.metadata.name },
    { name: 'Type', value: secret => secret.type! },
    { name: 'Data', value: secret => Object.keys(secret.data ?? {}).length },
    { name: 'Age', value: (secret, { now }) => age(secret.metadata.creationTimestamp, now) },
  ],
  describe(secret) {
    const text = new Describe()
    text.line(0, 'Name', secret.metadata.name)
    text.line(0, 'Namespace', secret.metadata.namespace!)
    text.labels(secret.metadata.labels).annotations(secret.metadata.annotations)
    text.write(0, `\nType:\t${secret.type}\n\nData\n====\n`)
    for (const key of Object.keys(secret.data ?? {}).sort()) {
      const value = secret.data![key]!
      const shown = key === 'token' && secret.type === ACCOUNT_TOKEN
      text.line(0, key, shown ? Buffer.from(value, 'base64').toString() : `${size(value)} bytes`)
    }
    return text.toString()
  },
}
