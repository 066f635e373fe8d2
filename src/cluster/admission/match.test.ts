import { describe, expect, test } from 'vitest'
import type { KindDefinition, Reader, ServedVersion } from '../../api/kind.ts'
import type { Review } from '../../api/webhooks.ts'
import type { KubeObject, Webhook, AdmissionRule } from '../../lib/objects.ts'
import { isExempt, matchedForm, selectsRequest } from './match.ts'

const kind = (plural: string, more: Partial<KindDefinition> = {}) =>
  ({ group: '', version: 'v1', scope: 'Namespaced', names: { plural }, ...more }) as KindDefinition<any>
const pods = kind('pods')
const autoscalers = kind('horizontalpodautoscalers', {
  group: 'autoscaling',
  version: 'v2',
  versions: [{ version: 'v1' } as ServedVersion],
})
const nodes = kind('nodes', { scope: 'Cluster' })
const namespaces = kind('namespaces', { scope: 'Cluster' })

const labelled = (labels?: Record<string, string>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'X',
  metadata: { name: 'x', labels },
})
const read = { get: (_: string, __: string, name: string) => labelled({ name, team: 'shop' }) } as unknown as Reader

const review = (of: KindDefinition<any>, more: Partial<Review> = {}): Review => ({
  operation: 'CREATE',
  kind: of,
  apiVersion: of.group ? `${of.group}/${of.version}` : of.version,
  namespace: of.scope === 'Cluster' ? undefined : 'default',
  name: 'x',
  object: labelled(),
  dryRun: false,
  ...more,
})

const all: AdmissionRule = { operations: ['*'], apiGroups: ['*'], apiVersions: ['*'], resources: ['*'], scope: '*' }
const hook = (rule: Partial<AdmissionRule>, more: Partial<Webhook> = {}): Webhook => ({
  name: 'a.b.c',
  clientConfig: {},
  rules: [{ ...all, ...rule }],
  ...more,
})

const concerns = (each: Webhook, of: Review, from: Reader) =>
  matchedForm(each.rules, of, each.matchPolicy) !== undefined && selectsRequest(each, of, from)

describe('rules', () => {
  test.each<[string, Partial<AdmissionRule>, Review, boolean]>([
    ['everything', {}, review(pods), true],
    ['another operation', { operations: ['DELETE', 'UPDATE'] }, review(pods), false],
    ['another group', { apiGroups: ['apps'] }, review(pods), false],
    ['another version', { apiVersions: ['v2'] }, review(pods), false],
    ['another resource', { resources: ['services', 'secrets'] }, review(pods), false],
    ['* is no subresource', {}, review(pods, { subresource: 'exec' }), false],
    ['a resource is no subresource', { resources: ['pods'] }, review(pods, { subresource: 'status' }), false],
    ['all of one resource', { resources: ['pods/*'] }, review(pods, { subresource: 'status' }), true],
    ['and itself', { resources: ['pods/*'] }, review(pods), true],
    ['one of all resources', { resources: ['*/scale'] }, review(pods, { subresource: 'scale' }), true],
    ['all of all', { resources: ['*/*'] }, review(pods, { subresource: 'exec' }), true],
    ['all of all, and themselves', { resources: ['*/*'] }, review(pods), true],
    ['only in namespaces', { scope: 'Namespaced' }, review(nodes), false],
    ['only outside', { scope: 'Cluster' }, review(pods), false],
    ['a namespace is outside', { scope: 'Cluster' }, review(namespaces), true],
    ['another version of the same', { apiGroups: ['autoscaling'], apiVersions: ['v1'] }, review(autoscalers), true],
  ])('%s', (_, rule, of, expected) => expect(concerns(hook(rule), of, read)).toBe(expected))

  test('exactly the version of the request', () => {
    const exact = hook({ apiVersions: ['v1'] }, { matchPolicy: 'Exact' })
    expect(concerns(exact, review(autoscalers), read)).toBe(false)
    expect(concerns(exact, review(autoscalers, { apiVersion: 'autoscaling/v1' }), read)).toBe(true)
  })

  test('nobody is asked about those who are asked', () => {
    const group = 'admissionregistration.k8s.io'
    expect(isExempt(review(kind('validatingwebhookconfigurations', { group })))).toBe(true)
    expect(isExempt(review(pods))).toBe(false)
  })
})

describe('selectors', () => {
  const selector = (labels: Record<string, string>) => ({ matchLabels: labels })
  test.each<[string, Partial<Webhook>, Review, boolean]>([
    ['a namespace by its labels', { namespaceSelector: selector({ team: 'shop' }) }, review(pods), true],
    ['another', { namespaceSelector: selector({ team: 'other' }) }, review(pods), false],
    ['what stands in none', { namespaceSelector: selector({ team: 'other' }) }, review(nodes), true],
    ['a namespace that is made', { namespaceSelector: selector({ team: 'shop' }) }, review(namespaces), false],
    [
      'a namespace that is deleted',
      { namespaceSelector: selector({ team: 'shop' }) },
      review(namespaces, { operation: 'DELETE', object: undefined }),
      true,
    ],
    ['an object', { objectSelector: selector({ a: 'b' }) }, review(pods, { object: labelled({ a: 'b' }) }), true],
    [
      'what it was',
      { objectSelector: selector({ a: 'b' }) },
      review(pods, { operation: 'UPDATE', previous: labelled({ a: 'b' }) }),
      true,
    ],
    ['neither', { objectSelector: selector({ a: 'b' }) }, review(pods, { previous: labelled() }), false],
    ['an empty selector', { objectSelector: {}, namespaceSelector: {} }, review(pods), true],
  ])('%s', (_, more, of, expected) => expect(concerns(hook({}, more), of, read)).toBe(expected))
})
