import { expect, test } from 'vitest'
import { fieldErrorText } from '../api/errors.ts'
import type { Admission, KindDefinition } from '../api/kind.ts'
import type { KubeObject } from '../lib/objects.ts'
import { configMaps } from './configmap.ts'
import { events } from './event.ts'
import { nodes } from './node/index.ts'
import { secrets } from './secret.ts'

const admission = {} as Admission
const b64 = (text: string) => Buffer.from(text).toString('base64')
const IMMUTABLE = 'Forbidden: field is immutable when `immutable` is set'
const KEY =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"

test.each<[string, KindDefinition<any>, object, object | undefined, string[]]>([
  ['fine', configMaps, { data: { a: 'b' } }, undefined, []],
  ['bad key', configMaps, { data: { 'a b': '' } }, undefined, [`data[a b]: Invalid value: "a b": ${KEY}`]],
  [
    'key in both',
    configMaps,
    { data: { a: '' }, binaryData: { a: '' } },
    undefined,
    ['data[a]: Invalid value: "a": duplicate of key present in binaryData'],
  ],
  [
    'too large',
    configMaps,
    { data: { a: 'x'.repeat(1048577) } },
    undefined,
    ['[]: Too long: may not be more than 1048576 bytes'],
  ],
  [
    'frozen',
    configMaps,
    { immutable: true, data: { a: '2' } },
    { immutable: true, data: { a: '1' } },
    [`data: ${IMMUTABLE}`],
  ],
  ['thawed', configMaps, { data: { a: '1' } }, { immutable: true, data: { a: '1' } }, [`immutable: ${IMMUTABLE}`]],
  ['still frozen', configMaps, { immutable: true }, { immutable: true }, []],
  [
    'no certificate',
    secrets,
    { type: 'kubernetes.io/tls', data: { 'tls.key': '' } },
    undefined,
    ['data[tls.crt]: Required value'],
  ],
  [
    'neither user nor password',
    secrets,
    { type: 'kubernetes.io/basic-auth' },
    undefined,
    ['data[username]: Required value', 'data[password]: Required value'],
  ],
  ['only a password', secrets, { type: 'kubernetes.io/basic-auth', data: { password: 'eA==' } }, undefined, []],
  [
    'broken docker config',
    secrets,
    { type: 'kubernetes.io/dockerconfigjson', data: { '.dockerconfigjson': b64('') } },
    undefined,
    ['data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": unexpected end of JSON input'],
  ],
  [
    'another type',
    secrets,
    { type: 'other' },
    { type: 'Opaque' },
    ['type: Invalid value: "other": field is immutable'],
  ],
  [
    'event of another namespace',
    events,
    { involvedObject: { namespace: 'other' } },
    undefined,
    ['involvedObject.namespace: Invalid value: "other": does not match event.namespace'],
  ],
  [
    'taints',
    nodes,
    {
      spec: {
        taints: [
          { key: 'a', effect: 'NoSchedule' },
          { key: 'a', effect: 'NoSchedule', value: 'b' },
          { key: 'c', effect: 'Never' },
          { key: 'd' },
        ],
      },
    },
    undefined,
    [
      'spec.taints[1]: Duplicate value: {"Key":"a","Value":"b","Effect":"NoSchedule","TimeAdded":null}: taints must be unique by key and effect pair',
      'spec.taints[2].effect: Unsupported value: "Never": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
      'spec.taints[3].effect: Required value',
    ],
  ],
  [
    'another pod range',
    nodes,
    { spec: { podCIDRs: ['10.244.9.0/24'] } },
    { spec: { podCIDRs: ['10.244.1.0/24'] } },
    ['spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid'],
  ],
  ['cordoned', nodes, { spec: { unschedulable: true } }, { spec: {} }, []],
])('%s', (_, kind, next, previous, expected) => {
  const whole = (fields: object) => ({ metadata: { name: 'x', namespace: 'default' }, ...fields }) as KubeObject
  const errors = kind.validate!(whole(next), previous && whole(previous), admission)
  expect(errors.map(fieldErrorText)).toEqual(expected)
})

test('stringData becomes data', () => {
  const secret: any = { metadata: { name: 'x' }, data: { a: 'eA==' }, stringData: { b: 'anna' } }
  secrets.defaults!(secret)
  expect(secret).toEqual({ metadata: { name: 'x' }, type: 'Opaque', data: { a: 'eA==', b: 'YW5uYQ==' } })
})
