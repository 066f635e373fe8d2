import { expect, test } from 'vitest'
import { forbidden } from './kube-apiserver.ts'

test.each([
  ['GET', '/', 'forbidden: User "system:anonymous" cannot get path "/"'],
  ['GET', '/api/v1', 'forbidden: User "system:anonymous" cannot get path "/api/v1"'],
  [
    'GET',
    '/api/v1/namespaces/shop/pods',
    'pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" in the namespace "shop"',
  ],
  [
    'DELETE',
    '/apis/apps/v1/namespaces/shop/deployments/web',
    'deployments "web" is forbidden: User "system:anonymous" cannot delete resource "deployments" in API group "apps" in the namespace "shop"',
  ],
  [
    'GET',
    '/api/v1/namespaces/shop/pods/a/log',
    'pods "a" is forbidden: User "system:anonymous" cannot get resource "pods/log" in API group "" in the namespace "shop"',
  ],
  [
    'GET',
    '/api/v1/nodes',
    'nodes is forbidden: User "system:anonymous" cannot list resource "nodes" in API group "" at the cluster scope',
  ],
  [
    'GET',
    '/api/v1/namespaces/shop',
    'namespaces "shop" is forbidden: User "system:anonymous" cannot get resource "namespaces" in API group "" in the namespace "shop"',
  ],
])('%s %s', (method, path, message) => {
  const { status, body } = forbidden(method, path)
  expect([status, JSON.parse(body).message]).toEqual([403, message])
})
