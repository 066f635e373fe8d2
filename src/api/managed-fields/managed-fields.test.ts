import { describe, expect, test } from 'vitest'
import { undeclared } from '../schema/undeclared.ts'
import { decode } from '../schema/decode.ts'
import { compare, fieldsOf } from './compare.ts'
import { fieldsOfNew } from './fresh.ts'
import { merge, prune } from './merge.ts'
import { placeOf } from './place.ts'
import { FieldSet } from './set.ts'
import { ownable } from './update.ts'

const DEPLOYMENT = placeOf('io.k8s.api.apps.v1.Deployment')
const POD = placeOf('io.k8s.api.core.v1.Pod')
const SERVICE = placeOf('io.k8s.api.core.v1.Service')
const pod = (...containers: object[]) => ({ spec: { containers } })
const set = (fields: object) => FieldSet.read(fields)

describe('FieldSet', () => {
  const both = { 'f:data': { '.': {}, 'f:a': {} }, 'f:metadata': { 'f:labels': { 'f:app': {} } } }

  test('reads and writes fieldsV1', () => expect(set(both).fields()).toEqual(both))

  test.each<[string, object, object, object]>([
    ['takes away members', both, { 'f:data': { 'f:a': {} } }, { 'f:data': {}, 'f:metadata': both['f:metadata'] }],
    ['leaves what is below', both, { 'f:data': {} }, { ...both, 'f:data': { 'f:a': {} } }],
    ['knows nothing of what it lacks', both, { 'f:spec': {} }, both],
  ])('minus %s', (_, a, b, left) => expect(set(a).minus(set(b)).fields()).toEqual(left))

  test('intersects member by member', () => {
    expect(
      set(both)
        .intersection(set({ 'f:data': { 'f:a': {}, 'f:b': {} } }))
        .fields(),
    ).toEqual({ 'f:data': { 'f:a': {} } })
  })

  test('shows members of a level before what is below', () => {
    const fields = {
      'f:spec': { 'k:{"name":"web"}': { 'f:env': { 'k:{"name":"A"}': { 'f:value': {} } }, 'f:image': {} } },
    }
    expect([...set(fields).shown()]).toEqual(['.spec[name="web"].image', '.spec[name="web"].env[name="A"].value'])
  })

  test('__proto__ is a field like any other', () => {
    const made = fieldsOf(placeOf('io.k8s.api.core.v1.ConfigMap'), JSON.parse('{"data":{"__proto__":"x"}}'))
    expect(JSON.stringify(made.fields())).toBe('{"f:data":{"f:__proto__":{}}}')
  })
})

describe('fieldsOf: what a configuration names', () => {
  test.each<[string, object, object]>([
    ['maps by key', { metadata: { labels: { app: 'x' } } }, { 'f:metadata': { 'f:labels': { 'f:app': {} } } }],
    ['an empty map itself', { metadata: { labels: {} } }, { 'f:metadata': { 'f:labels': {} } }],
    [
      'items of lists by their keys, and each itself',
      { spec: { template: pod({ name: 'web', image: 'nginx' }) } },
      {
        'f:spec': {
          'f:template': {
            'f:spec': { 'f:containers': { 'k:{"name":"web"}': { '.': {}, 'f:image': {}, 'f:name': {} } } },
          },
        },
      },
    ],
    ['atomic structs whole', { spec: { selector: { matchLabels: { a: 'b' } } } }, { 'f:spec': { 'f:selector': {} } }],
  ])('%s', (_, config, fields) => expect(fieldsOf(DEPLOYMENT, config).fields()).toEqual(fields))

  test('a port without protocol is TCP', () => {
    const { 'f:spec': spec } = fieldsOf(SERVICE, { spec: { ports: [{ port: 80 }] } }).fields() as any
    expect(Object.keys(spec['f:ports'])).toEqual(['k:{"port":80,"protocol":"TCP"}'])
  })
})

describe('compare', () => {
  test('what comes anew counts with all that is in it', () => {
    const { added } = compare(POD, { metadata: {} }, { metadata: { labels: { app: 'x' } } })
    expect(added.fields()).toEqual({ 'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } } })
  })

  test('a changed list without keys is one change', () => {
    const { modified } = compare(POD, pod({ name: 'a', args: ['x'] }), pod({ name: 'a', args: ['x', 'y'] }))
    expect([...modified.shown()]).toEqual(['.spec.containers[name="a"].args'])
  })

  test('items are found again by their keys', () => {
    const { removed, added, modified } = compare(
      POD,
      pod({ name: 'a', image: '1' }, { name: 'b', image: '1' }),
      pod({ name: 'b', image: '2' }, { name: 'c', image: '1' }),
    )
    expect([...removed.shown()][0]).toBe('.spec.containers[name="a"]')
    expect([...added.shown()][0]).toBe('.spec.containers[name="c"]')
    expect([...modified.shown()]).toEqual(['.spec.containers[name="b"].image'])
  })
})

describe('merge', () => {
  const names = (value: any) => value.spec.containers.map((c: any) => c.name).join('')
  test.each<[string, string, string]>([
    ['ab', 'b', 'ab'],
    ['ab', 'ba', 'ba'],
    ['abc', 'cx', 'abcx'],
    ['acd', 'dxc', 'adxc'],
    ['', 'ab', 'ab'],
  ])('items %s with %s become %s', (live, config, merged) => {
    const list = (text: string) => pod(...[...text].map(name => ({ name })))
    expect(names(merge(POD, list(live), list(config)))).toBe(merged)
  })

  test('lists without keys are replaced', () => {
    expect(merge(POD, pod({ name: 'a', args: ['1', '2'] }), pod({ name: 'a', args: ['3'] }))).toEqual(
      pod({ name: 'a', args: ['3'] }),
    )
  })
})

describe('prune', () => {
  const live = pod({ name: 'a', image: '1', env: [{ name: 'X', value: '1' }] }, { name: 'b', image: '1' })
  const gone = (config: object) => fieldsOf(POD, config).withNamedAncestors()

  test('an item nobody else wants goes whole', () => {
    const kept = gone(pod({ name: 'a' }))
    expect(prune(POD, live, gone(pod({ name: 'b' })).minus(kept), kept)).toEqual(pod(live.spec.containers[0]!))
  })

  test('what another owns of a removed item stays', () => {
    const kept = set({ 'f:spec': { 'f:containers': { 'k:{"name":"a"}': { 'f:name': {}, 'f:image': {} } } } })
    const rest = prune(POD, live, gone(live).minus(kept.withNamedAncestors()), kept.withNamedAncestors())
    expect(rest).toEqual(pod({ name: 'a', image: '1' }))
  })
})

describe('undeclared', () => {
  test.each<[object, string | undefined]>([
    [{ spec: { replicas: 2 } }, undefined],
    [{ spec: { selectors: {} } }, '.spec.selectors: field not declared in schema'],
    [
      { spec: { template: pod({ name: 'web', imag: 'x' }) } },
      '.spec.template.spec.containers[name="web"].imag: field not declared in schema',
    ],
    [
      { spec: { replicas: '2' } },
      '.spec.replicas: expected numeric (int or float), got &value.valueUnstructured{Value:"2"}',
    ],
    [
      { spec: { template: pod({ name: 'a' }, { name: 'a' }) } },
      '.spec.template.spec.containers: duplicate entries for key [name="a"]',
    ],
  ])('%j', (config, problem) => expect(undeclared('io.k8s.api.apps.v1.Deployment', config)).toBe(problem))
})

describe('fieldsOfNew says what comparing with nothing says', () => {
  const labels = { app: 'web', 'example.com/tier': 'front' }
  const containers = [
    {
      name: 'web',
      image: 'nginx',
      ports: [{ containerPort: 80 }, { containerPort: 53, protocol: 'UDP' }],
      args: ['-v'],
    },
    { name: 'side', image: 'busybox', env: [{ name: 'A', value: '1' }], resources: {} },
  ]
  const metadata = { name: 'web', namespace: 'default', labels, finalizers: ['b', 'a'], creationTimestamp: 'now' }
  const template = { metadata: { labels }, spec: { containers, volumes: [] } }
  test.each<[string, boolean, object]>([
    ['core.v1.Pod', true, { metadata, spec: { containers }, status: { phase: 'Running' } }],
    ['core.v1.ConfigMap', false, { metadata, data: { a: '1' }, immutable: true, binaryData: {} }],
    ['core.v1.Service', true, { metadata: {}, spec: { ports: [{ port: 80, protocol: 'TCP' }], selector: labels } }],
    ['apps.v1.Deployment', true, { metadata, spec: { replicas: 0, selector: { matchLabels: labels }, template } }],
    ['core.v1.Namespace', true, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'web' } }],
  ])('%s', (name, hasStatus, made) => {
    const place = placeOf(`io.k8s.api.${name}`)
    const blank = decode(`io.k8s.api.${name}`, {}, 'Ignore').object
    const { added, modified } = compare(place, blank, made)
    const expected = ownable(modified.union(added), '', hasStatus).fields()
    expect(JSON.stringify(fieldsOfNew(place, blank, made, hasStatus))).toBe(JSON.stringify(expected))
  })
})
