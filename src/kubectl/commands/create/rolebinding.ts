import type { Subject } from '../../../lib/objects.ts'
import type { Command, Flag, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { GENERATOR_FLAGS, generate, oneName } from './generator.ts'

const GROUP = 'rbac.authorization.k8s.io'

const SUBJECT_FLAGS: Flag[] = [
  { name: 'clusterrole', type: 'string', default: '', help: 'The ClusterRole to give.' },
  { name: 'group', type: 'array', help: 'A group to give it to.' },
  { name: 'serviceaccount', type: 'array', help: 'A service account to give it to: NAMESPACE:NAME.' },
  { name: 'user', type: 'array', help: 'A user to give it to.' },
]

export const roleBinding: Command = {
  name: 'rolebinding',
  usage:
    'NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname]',
  summary: 'Create a role binding for a particular role or cluster role',
  examples: `  # bob may do here what the role reader allows
  kubesim create rolebinding bob-reads --role=reader --user=bob`,
  flags: [
    ...GENERATOR_FLAGS,
    ...SUBJECT_FLAGS,
    { name: 'role', type: 'string', default: '', help: 'The Role to give.' },
  ],
  async run(ctx, args, flags) {
    const name = oneName(args, 'create rolebinding')
    const { role, clusterrole } = flags as Record<string, string>
    if (!role === !clusterrole) throw new FailedError('exactly one of clusterrole or role must be specified')
    const roleRef = { apiGroup: GROUP, kind: role ? 'Role' : 'ClusterRole', name: role || clusterrole }
    await generate(ctx, flags, binding('RoleBinding', name, roleRef, flags), 'failed to create rolebinding: ')
  },
}

export const clusterRoleBinding: Command = {
  name: 'clusterrolebinding',
  usage:
    'NAME --clusterrole=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname]',
  summary: 'Create a cluster role binding for a particular cluster role',
  examples: `  # The service account robot may do everything
  kubesim create clusterrolebinding robot-admin --clusterrole=cluster-admin --serviceaccount=default:robot`,
  flags: [...GENERATOR_FLAGS, ...SUBJECT_FLAGS],
  async run(ctx, args, flags) {
    const name = oneName(args, 'create clusterrolebinding')
    if (!flags['clusterrole']) throw new FailedError('clusterrole must be specified')
    const roleRef = { apiGroup: GROUP, kind: 'ClusterRole', name: flags['clusterrole'] }
    const object = binding('ClusterRoleBinding', name, roleRef, flags)
    await generate(ctx, flags, object, 'failed to create clusterrolebinding: ')
  },
}

function binding(kind: string, name: string, roleRef: object, flags: Flags) {
  const subjects: Subject[] = [
    ...(flags['user'] as string[]).map(user => ({ apiGroup: GROUP, kind: 'User', name: user })),
    ...(flags['group'] as string[]).map(group => ({ apiGroup: GROUP, kind: 'Group', name: group })),
    ...(flags['serviceaccount'] as string[]).map(account),
  ]
  const metadata = { name }
  return { apiVersion: `${GROUP}/v1`, kind, metadata, roleRef, ...(subjects.length > 0 ? { subjects } : {}) }
}

function account(text: string): Subject {
  const [namespace, name, more] = text.split(':')
  if (!namespace || !name || more !== undefined) throw new FailedError('serviceaccount must be <namespace>:<name>')
  return { kind: 'ServiceAccount', name, namespace }
}
