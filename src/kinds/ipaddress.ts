import type { FieldError } from '../api/errors.ts'
import type { KindDefinition } from '../api/kind.ts'
import type { Context, Controller } from '../engine/controller.ts'
import { Describe } from '../lib/describe.ts'
import { ipErrors } from '../lib/names.ts'
import type { IPAddress, Service } from '../lib/objects.ts'
import type { Change } from '../store/store.ts'
import { describeEventsOf } from './event.ts'
import { Path } from './pod/validate/path.ts'
import { NONE } from './service/service-type.ts'

export const IP_ADDRESSES = 'ipaddresses.networking.k8s.io'
const MANAGED_BY = 'ipaddress.kubernetes.io/managed-by'
const FAMILY = 'ipaddress.kubernetes.io/ip-family'
const ALLOCATOR = 'ipallocator.k8s.io'

/** Keeps one IPAddress for each cluster IP. Modelled on pkg/registry/core/service/ipallocator and its repair loop. */
const allocations: Controller = {
  name: 'ipallocator',
  user: 'system:apiserver',
  watches: [
    { resource: 'services', keys: changedAddresses },
    { resource: IP_ADDRESSES, keys: ({ type, object }) => (type === 'DELETED' ? [object.metadata.name] : []) },
  ],
  reconcile,
}

const addressesOf = (service: Change['previous']): string[] =>
  ((service?.spec.clusterIPs ?? []) as string[]).filter(ip => ip !== NONE)

function changedAddresses({ type, object, previous }: Change): string[] {
  const now = type === 'DELETED' ? [] : addressesOf(object)
  const before = addressesOf(type === 'DELETED' ? object : previous)
  return [...before.filter(ip => !now.includes(ip)), ...now.filter(ip => !before.includes(ip))]
}

function reconcile(ip: string, { read, api }: Context): undefined {
  const [service] = read.find<Service>('services', `clusterIP=${ip}`)
  const current = read.get<IPAddress>(IP_ADDRESSES, undefined, ip)
  const { namespace = '', name = '' } = service?.metadata ?? {}
  const parent = current?.spec.parentRef
  const stands = parent?.resource === 'services' && parent.namespace === namespace && parent.name === name
  if (current && !stands && current.metadata.labels?.[MANAGED_BY] === ALLOCATOR) api.delete(current)
  else if (current) return undefined
  if (!service) return undefined
  api.create<IPAddress>({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IPAddress',
    metadata: { name: ip, labels: { [FAMILY]: 'IPv4', [MANAGED_BY]: ALLOCATOR } },
    spec: { parentRef: { group: '', resource: 'services', namespace, name } },
  })
  return undefined
}

/** Modelled on pkg/apis/networking/validation, ValidateIPAddress. */
function validate({ metadata, spec }: IPAddress, previous: IPAddress | undefined): FieldError[] {
  const errors: FieldError[] = []
  const name = Path.root('metadata.name', errors)
  name.judge(metadata.name, ipErrors(metadata.name))
  const at = Path.root('spec.parentRef', errors)
  const { parentRef } = spec
  if (!parentRef) at.required()
  else {
    if (!parentRef.resource) at.at('resource').required()
    if (!parentRef.name) at.at('name').required()
  }
  const text = (ref: IPAddress['spec']['parentRef'] | undefined) =>
    [ref?.group, ref?.resource, ref?.namespace, ref?.name].join('/')
  if (previous && text(previous.spec.parentRef) !== text(parentRef)) at.invalid(parentRef, 'field is immutable')
  return errors
}

/** `services/default/web`, with the group when it is not the core one. */
function parentText({ spec }: IPAddress): string {
  const { group, resource, namespace, name } = spec.parentRef
  return [group ? `${resource}.${group}` : resource, ...(namespace ? [namespace] : []), name].join('/')
}

export const ipAddresses: KindDefinition<IPAddress> = {
  group: 'networking.k8s.io',
  version: 'v1',
  scope: 'Cluster',
  names: { kind: 'IPAddress', plural: 'ipaddresses', singular: 'ipaddress', shortNames: ['ip'] },
  schema: 'io.k8s.api.networking.v1.IPAddress',
  defaults(next) {
    next.spec ??= {} as IPAddress['spec']
  },
  validate,
  /** Columns of k8s.io/kubernetes pkg/printers/internalversion, printIPAddress. */
  columns: () => [
    { name: 'Name', value: each => each.metadata.name },
    { name: 'ParentRef', value: parentText },
  ],
  /** Modelled on k8s.io/kubectl pkg/describe, IPAddressDescriber. */
  describe(each, view) {
    const { group = '', resource, namespace = '', name } = each.spec.parentRef
    return new Describe()
      .line(0, 'Name', each.metadata.name)
      .labels(each.metadata.labels)
      .annotations(each.metadata.annotations)
      .write(0, 'Parent Reference:\n')
      .line(1, 'Group', group)
      .line(1, 'Resource', resource)
      .line(1, 'Namespace', namespace)
      .line(1, 'Name', name)
      .write(0, describeEventsOf(each, view))
      .toString()
  },
  controllers: [allocations],
}
