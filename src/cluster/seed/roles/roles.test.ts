import { expect, test } from 'vitest'
import { defaultRoles } from './index.ts'

const roles = defaultRoles(1, '2026-01-01T00:00:00Z')
const named = (key: string) => roles.get(key.replace('/', '.rbac.authorization.k8s.io/')) as any

test('as many as v1.35 makes', () => {
  const count = (plural: string) => [...roles.keys()].filter(key => key.startsWith(`${plural}.`)).length
  expect(['clusterroles', 'clusterrolebindings', 'roles', 'rolebindings'].map(count)).toEqual([68, 49, 7, 7])
})

test('every binding names a role that is there', () => {
  const lost = [...roles.values()]
    .filter(({ roleRef }) => roleRef)
    .filter(({ roleRef, metadata }) => {
      const plural = roleRef.kind === 'Role' ? 'roles' : 'clusterroles'
      return !named(`${plural}/${roleRef.kind === 'Role' ? metadata.namespace : ''}/${roleRef.name}`)
    })
  expect(lost).toEqual([])
})

test('rules are written in order', () => {
  expect(named('clusterroles//system:controller:certificate-controller').rules[3]).toEqual({
    apiGroups: ['certificates.k8s.io'],
    resourceNames: [
      'kubernetes.io/kube-apiserver-client',
      'kubernetes.io/kube-apiserver-client-kubelet',
      'kubernetes.io/kubelet-serving',
      'kubernetes.io/legacy-unknown',
    ],
    resources: ['signers'],
    verbs: ['sign'],
  })
  expect(named('clusterroles//cluster-admin').rules).toEqual([
    { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
    { nonResourceURLs: ['*'], verbs: ['*'] },
  ])
})

test('admin gathers edit, edit gathers view', () => {
  const rules = (name: string) => named(`clusterroles//${name}`).rules
  expect(rules('view')).toEqual(rules('system:aggregate-to-view'))
  expect(rules('edit')).toEqual([...rules('system:aggregate-to-edit'), ...rules('view')])
  expect(rules('admin')).toEqual([...rules('edit'), ...rules('system:aggregate-to-admin')])
})
