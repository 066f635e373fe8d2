import { describe, expect, test } from 'vitest'
import type { Reader } from '../../api/kind.ts'
import { Registry } from '../../api/registry.ts'
import type { AdmissionRule } from '../../lib/objects.ts'
import { kinds } from '../index.ts'
import { typeWarnings } from './type-check.ts'

const registry = new Registry(kinds)
const read = {} as Reader
const PODS: AdmissionRule = { apiGroups: [''], apiVersions: ['v1'], operations: ['*'], resources: ['pods'] }
const WORKLOADS: AdmissionRule = { ...PODS, apiGroups: ['apps'], resources: ['statefulsets', 'deployments'] }

const told = (expression: string, more: object = {}, ...resourceRules: AdmissionRule[]) =>
  typeWarnings({ matchConstraints: { resourceRules }, validations: [{ expression }], ...more }, { registry, read }).map(
    ({ warning }) => warning.replaceAll(/\n \| .*/g, '').trimEnd(),
  )

describe('fields', () => {
  const undefinedField = (field: string, at: number) => [
    `/v1, Kind=Pod: ERROR: <input>:1:${at}: undefined field '${field}'`,
  ]
  test.each<[string, string, string[]]>([
    ['that are there', "object.spec.containers.all(c, c.image != '') && object.metadata.labels['a'] == 'b'", []],
    ['that are not', 'object.spec.replicas > 1', undefinedField('replicas', 12)],
    ['quantities have no type', 'has(object.spec.containers[0].resources.limits)', undefinedField('limits', 4)],
    ['reserved words', "object.metadata.namespace == 'a'", undefinedField('namespace', 16)],
    ['either a number or a text', 'object.spec.containers[0].livenessProbe.httpGet.port == 80', []],
    ['times', "object.metadata.creationTimestamp > timestamp('2026-01-01T00:00:00Z')", []],
  ])('%s', (_, expression, expected) => expect(told(expression, {}, PODS)).toEqual(expected))
})

test('types that do not fit', () => {
  expect(told("object.spec.replicas == 'two'", {}, WORKLOADS)).toEqual([
    [
      "apps/v1, Kind=Deployment: ERROR: <input>:1:22: found no matching overload for '_==_' applied to '(int, string)'",
      '',
      "apps/v1, Kind=StatefulSet: ERROR: <input>:1:22: found no matching overload for '_==_' applied to '(int, string)'",
    ].join('\n'),
  ])
})

test('variables and parameters', () => {
  const variables = [
    { name: 'replicas', expression: 'object.spec.replicas' },
    { name: 'broken', expression: 'object.spec.none' },
  ]
  expect(told('variables.replicas < 5 && variables.broken == 1', { variables }, WORKLOADS)).toEqual([])
  expect(told("variables.replicas < 'a'", { variables }, WORKLOADS)[0]).toContain("applied to '(int, string)'")
  const paramKind = { apiVersion: 'v1', kind: 'ConfigMap' }
  expect(told("params.data['a'] == 'b'", { paramKind }, PODS)).toEqual([])
  expect(told("params.dat['a'] == 'b'", { paramKind }, PODS)[0]).toContain("undefined field 'dat'")
})

test('wildcards and subresources name no kind', () => {
  expect(told('object.nothing == 1', {}, { ...PODS, apiVersions: ['*'] })).toEqual([])
  expect(told('object.nothing == 1', {}, { ...PODS, apiGroups: ['*'] })).toEqual([])
  expect(told('object.nothing == 1', {}, { ...PODS, resources: ['*', 'pods/status', 'ghosts'] })).toEqual([])
})
