import { describe, expect, test } from 'vitest'
import type { PatchType } from '../call.ts'
import { ApiError } from '../errors.ts'
import { applyPatch } from './patch.ts'

const web = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', annotations: { a: '1' } },
  spec: { replicas: 3, selector: {}, strategy: {}, template: { metadata: {}, spec: { containers: [] as any[] } } },
  status: {},
}

describe('refused patches', () => {
  const table: [type: PatchType, patch: unknown, reason: string, text: string][] = [
    [
      'strategic',
      { spec: { replicas: 'many' } },
      'Invalid',
      ' "" is invalid: patch: Invalid value: "map[spec:map[replicas:many]]": unrecognized type: int32',
    ],
    [
      'strategic',
      { spec: { template: { spec: { containers: 'none' } } } },
      'Invalid',
      ' "" is invalid: patch: Invalid value: "map[spec:map[template:map[spec:map[containers:none]]]]": cannot restore slice from string',
    ],
    ['strategic', { spec: { strategy: { $patch: 'x' } } }, '', 'unknown patch type: x in map: map[$patch:x]'],
    ['strategic', [], 'BadRequest', 'invalid JSON document'],
    [
      'json',
      { spec: {} },
      'BadRequest',
      'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
    ],
    [
      'json',
      [{ op: 'test', path: '/spec/replicas', value: 9 }],
      'Invalid',
      'the server rejected our request due to an error in our request',
    ],
  ]
  test.each(table)('%s %j', (type, patch, reason, text) => {
    try {
      applyPatch('apps.v1.Deployment', web, patch, type, 'Warn')
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(ApiError)
      expect((error as ApiError).reason).toBe(reason)
      expect((error as ApiError).message).toBe(text)
    }
  })
})

test('unknown fields are told and pruned', () => {
  const { object, unknown } = applyPatch('apps.v1.Deployment', web, { spec: { replikas: 2 } }, 'strategic', 'Warn')
  expect(unknown).toEqual(['unknown field "spec.replikas"'])
  expect(object).toEqual(web)
})

test('a merge patch removes with null', () => {
  const { object } = applyPatch('apps.v1.Deployment', web, { metadata: { annotations: { a: null } } }, 'merge', 'Warn')
  expect(object.metadata).toEqual({ name: 'web' })
})
