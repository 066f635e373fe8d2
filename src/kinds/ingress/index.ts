import type { Column, KindDefinition } from '../../api/kind.ts'
import { age } from '../../lib/duration.ts'
import type { Ingress } from '../../lib/objects.ts'
import { admitDefaultClass, CLASS_ANNOTATION } from './default-class.ts'
import { describe } from './describe.ts'
import { validate } from './validate.ts'

/** How many hosts are listed before ` + N more...`. */
const LISTED = 3

function defaults(ingress: Ingress): void {
  ingress.spec ??= {}
  ingress.status ??= {}
  ingress.status.loadBalancer ??= {}
  const { spec } = ingress
  if (spec.rules?.length === 0) delete spec.rules
  if (spec.tls?.length === 0) delete spec.tls
}

function hosts({ spec }: Ingress): string {
  const list = (spec.rules ?? []).map(({ host }) => host ?? '').filter(host => host !== '')
  if (list.length === 0) return '*'
  const more = list.length > LISTED ? ` + ${list.length - LISTED} more...` : ''
  return `${list.slice(0, LISTED).join(',')}${more}`
}

/** Addresses that the controller has written, sorted. */
export function addresses({ status }: Ingress): string {
  const list = (status.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || '')
  return [...new Set(list.filter(text => text !== ''))].sort().join(',')
}

/** Columns of k8s.io/kubernetes pkg/printers/internalversion, printIngress. */
const columns = (): Column<Ingress>[] => [
  { name: 'Name', value: ingress => ingress.metadata.name },
  { name: 'Class', value: ingress => ingress.spec.ingressClassName ?? '<none>' },
  { name: 'Hosts', value: hosts },
  { name: 'Address', value: addresses },
  { name: 'Ports', value: ({ spec }) => (spec.tls?.length ? '80, 443' : '80') },
  { name: 'Age', value: (ingress, { now }) => age(ingress.metadata.creationTimestamp, now) },
]

export const ingresses: KindDefinition<Ingress> = {
  group: 'networking.k8s.io',
  version: 'v1',
  scope: 'Namespaced',
  names: { kind: 'Ingress', plural: 'ingresses', singular: 'ingress', shortNames: ['ing'] },
  schema: 'io.k8s.api.networking.v1.Ingress',
  subresources: { status: true },
  defaults,
  prepare(next, previous, admission) {
    if (!previous) admitDefaultClass(next, admission)
  },
  validate,
  warnings({ metadata, spec }, previous) {
    const old = metadata.annotations?.[CLASS_ANNOTATION] !== undefined && spec.ingressClassName === undefined
    if (previous || !old) return []
    return [`annotation "${CLASS_ANNOTATION}" is deprecated, please use 'spec.ingressClassName' instead`]
  },
  /** By its hosts (none: for every host). */
  index: ({ spec }) => [...hostsOf(spec)].map(host => `host=${host}`),
  columns,
  describe,
}

const hostsOf = ({ rules }: Ingress['spec']) =>
  rules ? new Set(rules.map(({ host = '' }) => host.toLowerCase())) : new Set([''])
