import { describe, expect, test } from 'vitest'
import type { Reader } from '../../api/kind.ts'
import type { PolicyRule } from '../../lib/objects.ts'
import { defaultRoles } from '../seed/roles/index.ts'
import { allows, type Attributes, isAllowed } from './rules.ts'

const pods: PolicyRule = { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods', 'pods/log'] }
const wanted = (verb: string, resource: string, more: object = {}) =>
  ({ verb, group: '', resource, ...more }) as Attributes

describe('a rule', () => {
  test.each<[string, PolicyRule, Attributes, boolean]>([
    ['verb and resource', pods, wanted('get', 'pods'), true],
    ['another verb', pods, wanted('delete', 'pods'), false],
    ['another group', pods, { verb: 'get', group: 'apps', resource: 'pods' }, false],
    ['a subresource that is named', pods, wanted('get', 'pods', { subresource: 'log' }), true],
    ['one that is not', pods, wanted('get', 'pods', { subresource: 'exec' }), false],
    ['everything', { verbs: ['*'], apiGroups: ['*'], resources: ['*'] }, wanted('create', 'secrets'), true],
    ['a name', { ...pods, resourceNames: ['web'] }, wanted('get', 'pods', { name: 'web' }), true],
    ['no name where one is needed', { ...pods, resourceNames: ['web'] }, wanted('list', 'pods'), false],
    ['a path', { verbs: ['get'], nonResourceURLs: ['/healthz'] }, { verb: 'get', path: '/healthz' }, true],
    ['a path below', { verbs: ['get'], nonResourceURLs: ['/apis/*'] }, { verb: 'get', path: '/apis/apps' }, true],
  ])('%s', (_, rule, attributes, allowed) => expect(allows(rule, attributes)).toBe(allowed))
})

describe('a user', () => {
  const role = { metadata: { name: 'reader' }, rules: [pods] }
  const binding = (subject: object, kind = 'Role') => ({ subjects: [subject], roleRef: { kind, name: 'reader' } })
  const cluster = (inNamespace: object[], everywhere: object[] = []) =>
    ({
      get: () => role,
      list: (resource: string, namespace?: string) =>
        resource.startsWith('cluster') ? everywhere : namespace === 'default' ? inNamespace : [],
    }) as unknown as Reader
  const roles = defaultRoles(1, '2026-01-01T00:00:00Z')
  const defaults = {
    get: (resource: string, namespace: string | undefined, name: string) =>
      roles.get(`${resource}/${namespace ?? ''}/${name}`),
    list: (resource: string) => [...roles].filter(([key]) => key.startsWith(`${resource}/`)).map(([, role]) => role),
  } as unknown as Reader
  const here = wanted('list', 'pods', { namespace: 'default' })
  const there = wanted('list', 'pods', { namespace: 'other' })
  const bob = { name: 'bob', groups: ['dev', 'system:authenticated'] }
  const robot = { name: 'system:serviceaccount:default:robot', groups: [] }

  test.each<[string, typeof bob, Reader, Attributes, boolean]>([
    ['bound by name', bob, cluster([binding({ kind: 'User', name: 'bob' })]), here, true],
    ['bound in another namespace', bob, cluster([binding({ kind: 'User', name: 'bob' })]), there, false],
    ['bound by group', bob, cluster([binding({ kind: 'Group', name: 'dev' })]), here, true],
    ['bound everywhere', bob, cluster([], [binding({ kind: 'User', name: 'bob' }, 'ClusterRole')]), there, true],
    [
      'a service account',
      robot,
      cluster([binding({ kind: 'ServiceAccount', name: 'robot', namespace: 'default' })]),
      here,
      true,
    ],
    ['not bound', bob, cluster([binding({ kind: 'User', name: 'ann' })]), here, false],
    ['without roles nobody may do anything', bob, cluster([]), { verb: 'get', path: '/version' }, false],
    ['by default who is known may ask for the version', bob, defaults, { verb: 'get', path: '/version' }, true],
    ['a master', { name: 'x', groups: ['system:masters'] }, cluster([]), wanted('delete', 'nodes'), true],
  ])('%s', (_, user, read, attributes, allowed) => expect(isAllowed(user, attributes, read)).toBe(allowed))
})
