import { type FieldError, invalidValue, required, unsupported } from '../api/errors.ts'
import type { Column, KindDefinition } from '../api/kind.ts'
import { Describe } from '../lib/describe.ts'
import { age } from '../lib/duration.ts'
import { equal } from '../lib/equal.ts'
import type { ClusterRoleBinding, RoleBinding, Subject } from '../lib/objects.ts'

const GROUP = 'rbac.authorization.k8s.io'

type Binding = RoleBinding | ClusterRoleBinding

function defaults(next: Binding): void {
  next.roleRef.apiGroup ||= GROUP
  for (const subject of next.subjects ?? []) {
    if (subject.apiGroup === undefined && subject.kind !== 'ServiceAccount') subject.apiGroup = GROUP
  }
}

/** pkg/apis/rbac/validation. `roles`: the kinds that may be referred to. */
const validator =
  (roles: string[]) =>
  (next: Binding, previous: Binding | undefined): FieldError[] => {
    const { roleRef, subjects = [] } = next
    const errors: FieldError[] = []
    if (roleRef.apiGroup !== GROUP) errors.push(unsupported('roleRef.apiGroup', roleRef.apiGroup, [GROUP]))
    if (!roles.includes(roleRef.kind)) errors.push(unsupported('roleRef.kind', roleRef.kind, roles))
    if (!roleRef.name) errors.push(required('roleRef.name'))
    subjects.forEach((subject, i) => {
      errors.push(...validateSubject(subject, `subjects[${i}]`))
    })
    if (previous && !equal(previous.roleRef, roleRef)) {
      errors.push(invalidValue('roleRef', roleRef, 'cannot change roleRef'))
    }
    return errors
  }

function validateSubject({ kind, name, namespace, apiGroup }: Subject, path: string): FieldError[] {
  const errors: FieldError[] = []
  if (!name) errors.push(required(`${path}.name`))
  if (kind === 'ServiceAccount') {
    if (!namespace) errors.push(required(`${path}.namespace`))
    if (apiGroup) errors.push(unsupported(`${path}.apiGroup`, apiGroup, ['']))
  } else if (kind === 'User' || kind === 'Group') {
    if (apiGroup !== GROUP) errors.push(unsupported(`${path}.apiGroup`, apiGroup ?? '', [GROUP]))
  } else errors.push(unsupported(`${path}.kind`, kind, ['Group', 'ServiceAccount', 'User']))
  return errors
}

const of = (kind: string, { subjects = [] }: Binding, name: (subject: Subject) => string): string =>
  subjects
    .filter(subject => subject.kind === kind)
    .map(name)
    .join(', ')

const columns = (): Column<Binding>[] => [
  { name: 'Name', value: binding => binding.metadata.name },
  { name: 'Role', value: ({ roleRef }) => `${roleRef.kind}/${roleRef.name}` },
  { name: 'Age', value: (binding, { now }) => age(binding.metadata.creationTimestamp, now) },
  { name: 'Users', wide: true, value: binding => of('User', binding, ({ name }) => name) },
  { name: 'Groups', wide: true, value: binding => of('Group', binding, ({ name }) => name) },
  {
    name: 'ServiceAccounts',
    wide: true,
    value: binding => of('ServiceAccount', binding, ({ namespace, name }) => `${namespace}/${name}`),
  },
]

function describe({ metadata, roleRef, subjects = [] }: Binding): string {
  const text = new Describe()
  text.line(0, 'Name', metadata.name)
  text.labels(metadata.labels).annotations(metadata.annotations)
  text.write(0, 'Role:\n').line(1, 'Kind', roleRef.kind).line(1, 'Name', roleRef.name)
  const rows = [
    ['Kind', 'Name', 'Namespace'],
    ['----', '----', '---------'],
    ...subjects.map(({ kind, name, namespace = '' }) => [kind, name, namespace]),
  ]
  const width = (i: number) => Math.max(...rows.map(row => row[i]!.length)) + 2
  text.write(0, 'Subjects:\n')
  for (const [kind, name, namespace] of rows) {
    text.write(1, `${kind!.padEnd(width(0))}${name!.padEnd(width(1))}${namespace}\n`)
  }
  return text.toString()
}

export const roleBindings: KindDefinition<RoleBinding> = {
  group: GROUP,
  version: 'v1',
  scope: 'Namespaced',
  names: { kind: 'RoleBinding', plural: 'rolebindings', singular: 'rolebinding' },
  schema: 'io.k8s.api.rbac.v1.RoleBinding',
  nameRule: 'path',
  managers: { maker: 'kube-apiserver' },
  defaults,
  validate: validator(['Role', 'ClusterRole']),
  columns,
  describe,
}

export const clusterRoleBindings: KindDefinition<ClusterRoleBinding> = {
  group: GROUP,
  version: 'v1',
  scope: 'Cluster',
  names: { kind: 'ClusterRoleBinding', plural: 'clusterrolebindings', singular: 'clusterrolebinding' },
  schema: 'io.k8s.api.rbac.v1.ClusterRoleBinding',
  nameRule: 'path',
  managers: { maker: 'kube-apiserver' },
  defaults,
  validate: validator(['ClusterRole']),
  columns,
  describe,
}
