import { describe, expect, test } from 'vitest'
import { changed } from './images.ts'
import { check } from './kustomization.ts'
import { inOrder } from './order.ts'
import { followNames } from './references.ts'

describe('images', () => {
  test.each([
    ['nginx', { name: 'nginx', newTag: '1.28' }, 'nginx:1.28'],
    ['nginx:1.27', { name: 'nginx', newName: 'registry:5000/web' }, 'registry:5000/web:1.27'],
    ['nginx:1.27', { name: 'nginx', digest: 'sha256:ab' }, 'nginx@sha256:ab'],
    ['nginx:1.27', { name: 'ngin', newTag: '2' }, 'nginx:1.27'],
    ['registry:5000/web', { name: 'registry:5000/web', newTag: '2' }, 'registry:5000/web:2'],
    ['web@sha256:ab', { name: 'web', newTag: '2' }, 'web:2'],
    ['web:1', { name: 'web', tagSuffix: '-test' }, 'web:1-test'],
  ])('%s under %j is %s', (image, rule, result) => expect(changed(image, rule)).toBe(result))
})

describe('a kustomization', () => {
  test.each([
    [{ resource: [] }, 'invalid Kustomization: json: unknown field "resource"'],
    [{ helmCharts: [] }, 'kubesim does not simulate "helmCharts" of a kustomization'],
    [{ resources: 'a.yaml' }, 'invalid Kustomization: resources must be a list'],
    [[], 'invalid Kustomization: the file holds no object'],
  ])('%j is refused', (document, text) => expect(() => check(document, () => {})).toThrow(text))

  test('old fields are warned of', () => {
    const warnings: string[] = []
    check({ commonLabels: { a: 'b' }, bases: ['x'] }, text => warnings.push(text))
    expect(warnings.map(text => /'(\w+)' is deprecated/.exec(text)![1])).toEqual(['commonLabels', 'bases'])
  })
})

test('what others need comes first', () => {
  const kinds = ['Deployment', 'Widget', 'ValidatingWebhookConfiguration', 'Service', 'Namespace', 'ConfigMap']
  const resources = kinds.map(kind => ({ object: { apiVersion: 'v1', kind, metadata: { name: 'x' } }, before: [] }))
  expect(inOrder(resources).map(({ object }) => object.kind)).toEqual([
    'Namespace',
    'ConfigMap',
    'Service',
    'Deployment',
    'Widget',
    'ValidatingWebhookConfiguration',
  ])
})

test('references follow the objects they name', () => {
  const moved = (kind: string, name: string) => ({
    object: { apiVersion: 'v1', kind, metadata: { name: `test-${name}` } },
    before: [{ name, namespace: '' }],
  })
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', labels: { secretName: 'keys' } },
    spec: {
      serviceAccountName: 'robot',
      imagePullSecrets: [{ name: 'keys' }],
      containers: [{ name: 'keys', env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'keys', key: 'a' } } }] }],
      volumes: [
        { name: 'v', secret: { secretName: 'keys' } },
        { name: 'w', configMap: { name: 'other' } },
      ],
    },
  }
  followNames([moved('Secret', 'keys'), moved('ServiceAccount', 'robot'), { object: pod, before: [] }])
  const { serviceAccountName, imagePullSecrets, containers, volumes } = pod.spec
  expect(serviceAccountName).toBe('test-robot')
  expect(imagePullSecrets).toEqual([{ name: 'test-keys' }])
  expect(containers[0]).toMatchObject({ name: 'keys', env: [{ valueFrom: { secretKeyRef: { name: 'test-keys' } } }] })
  expect(volumes).toEqual([
    { name: 'v', secret: { secretName: 'test-keys' } },
    { name: 'w', configMap: { name: 'other' } },
  ])
  expect(pod.metadata.labels).toEqual({ secretName: 'keys' })
})
