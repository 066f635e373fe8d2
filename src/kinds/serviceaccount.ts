import type { KindDefinition, Reader } from '../api/kind.ts'
import { Describe } from '../lib/describe.ts'
import { age } from '../lib/duration.ts'
import type { Secret, ServiceAccount } from '../lib/objects.ts'
import { describeEventsOf } from './event.ts'

/** Names of the Secrets that hold tokens of an account. */
function tokens(account: ServiceAccount, read: Reader): string[] {
  const names: string[] = []
  for (const secret of read.list<Secret>('secrets', account.metadata.namespace)) {
    const { annotations } = secret.metadata
    if (
      secret.type === 'kubernetes.io/service-account-token' &&
      annotations?.['kubernetes.io/service-account.name'] === account.metadata.name &&
      annotations['kubernetes.io/service-account.uid'] === account.metadata.uid
    ) {
      names.push(secret.metadata.name)
    }
  }
  return names
}

const names = (references: { name?: string }[] | undefined) => (references ?? []).map(r => r.name ?? '')

export const serviceAccounts: KindDefinition<ServiceAccount> = {
  group: '',
  version: 'v1',
  scope: 'Namespaced',
  names: { kind: 'ServiceAccount', plural: 'serviceaccounts', singular: 'serviceaccount', shortNames: ['sa'] },
  schema: 'io.k8s.api.core.v1.ServiceAccount',
  columns: () => [
    { name: 'Name', value: account => account.metadata.name },
    { name: 'Age', value: (account, { now }) => age(account.metadata.creationTimestamp, now) },
  ],
  describe(account, view) {
    const text = new Describe()
    text.line(0, 'Name', account.metadata.name)
    text.line(0, 'Namespace', account.metadata.namespace!)
    text.labels(account.metadata.labels).annotations(account.metadata.annotations)
    const lists: [header: string, names: string[]][] = [
      ['Image pull secrets:', names(account.imagePullSecrets)],
      ['Mountable secrets: ', names(account.secrets)],
      ['Tokens:            ', tokens(account, view.read)],
    ]
    for (const [header, list] of lists) {
      if (list.length === 0) text.write(0, `${header}\t<none>\n`)
      list.forEach((name, i) => {
        const missing = view.read.get('secrets', account.metadata.namespace, name) ? '' : ' (not found)'
        text.write(0, `${i === 0 ? header : ' '.repeat(header.length)}\t${name}${missing}\n`)
      })
    }
    return text.write(0, describeEventsOf(account, view)).toString()
  },
}
