import { forbidden, invalidValue } from '../api/errors.ts'
import type { KindDefinition } from '../api/kind.ts'
import { Describe } from '../lib/describe.ts'
import { age } from '../lib/duration.ts'
import type { LimitRange, Namespace, ResourceQuota } from '../lib/objects.ts'
import { rfc1123 } from '../lib/time.ts'
import { describeItems, HEADER } from './limitrange/index.ts'
import { describeQuota } from './resourcequota/index.ts'

/** Carries the namespace's name, for selectors; nobody can take it off. */
const NAME_LABEL = 'kubernetes.io/metadata.name'
const FINALIZER = 'kubernetes'
/** Never deleted (admission plugin NamespaceLifecycle). */
const IMMORTAL = new Set(['default', 'kube-system', 'kube-public'])

export const namespaces: KindDefinition<Namespace> = {
  group: '',
  version: 'v1',
  scope: 'Cluster',
  names: { kind: 'Namespace', plural: 'namespaces', singular: 'namespace', shortNames: ['ns'] },
  schema: 'io.k8s.api.core.v1.Namespace',
  subresources: { status: true },
  generation: false,
  nameRule: 'label',
  without: ['deletecollection'],
  fields: { name: namespace => namespace.metadata.name, 'status.phase': namespace => namespace.status.phase ?? '' },

  prepare(next, previous, { subresource }) {
    if (next.metadata.labels?.[NAME_LABEL] !== next.metadata.name) {
      next.metadata.labels = { ...next.metadata.labels, [NAME_LABEL]: next.metadata.name }
    }
    if (!previous) {
      next.spec = { finalizers: [...new Set([...(next.spec?.finalizers ?? []), FINALIZER])] }
      next.status = { phase: 'Active' }
    } else if (subresource !== 'finalize') {
      next.spec = previous.spec
    }
  },
  validate(next, previous) {
    if (!previous || next.metadata.deletionTimestamp || next.status.phase === 'Active') return []
    const detail = "may only be 'Active' if `deletionTimestamp` is empty"
    return [invalidValue('status.Phase', next.status.phase, detail)]
  },
  beforeDelete(namespace) {
    const { name } = namespace.metadata
    if (IMMORTAL.has(name)) throw forbidden('namespaces', name, 'this namespace may not be deleted')
  },
  finalizers: namespace => namespace.spec.finalizers ?? [],
  deleting(next) {
    next.status = { ...next.status, phase: 'Terminating' }
  },
  connect: {
    /** Takes over spec.finalizers; a namespace that is being deleted goes with the last one. */
    finalize(namespace, { body }, { write, handle }) {
      const finalizers = (body as Namespace | undefined)?.spec?.finalizers ?? []
      const written = write<Namespace>({ ...namespace, spec: { ...namespace.spec, finalizers } })
      if (written.metadata.deletionTimestamp && finalizers.length === 0) {
        handle({ verb: 'delete', resource: 'namespaces', name: written.metadata.name })
      }
      return { code: 200, body: written, warnings: [] }
    },
  },

  columns: () => [
    { name: 'Name', value: namespace => namespace.metadata.name },
    { name: 'Status', value: namespace => namespace.status.phase ?? '' },
    { name: 'Age', value: (namespace, { now }) => age(namespace.metadata.creationTimestamp, now) },
  ],
  describe(namespace, { read }) {
    const text = new Describe()
    text.line(0, 'Name', namespace.metadata.name)
    text.labels(namespace.metadata.labels).annotations(namespace.metadata.annotations)
    text.line(0, 'Status', namespace.status.phase ?? '')
    const conditions = namespace.status.conditions ?? []
    if (conditions.length > 0) {
      text.write(0, 'Conditions:\n')
      text.write(1, 'Type\tStatus\tLastTransitionTime\tReason\tMessage\n')
      text.write(1, '----\t------\t------------------\t------\t-------\n')
      for (const { type, status, lastTransitionTime, reason = '', message = '' } of conditions) {
        text.write(1, [type, status, rfc1123(lastTransitionTime), reason, message].join('\t') + '\n')
      }
    }
    const { name } = namespace.metadata
    const quotas = read.list<ResourceQuota>('resourcequotas', name)
    const ranges = read.list<LimitRange>('limitranges', name)
    text.write(0, quotas.length > 0 ? '\nResource Quotas\n' : '\nNo resource quota.\n')
    for (const quota of quotas) text.line(1, 'Name', quota.metadata.name).write(0, describeQuota(quota, '  '))
    text.write(
      0,
      ranges.length > 0 ? `\nResource Limits\n${HEADER.replaceAll(/^(?=.)/gm, ' ')}` : '\nNo LimitRange resource.\n',
    )
    for (const range of ranges) text.write(0, describeItems(range, ' '))
    return text.toString()
  },
}
