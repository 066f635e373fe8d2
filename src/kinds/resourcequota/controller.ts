import type { KindRegistry, Reader } from '../../api/kind.ts'
import { resourceOf } from '../../api/registry.ts'
import type { Context, Controller } from '../../engine/controller.ts'
import { equal } from '../../lib/equal.ts'
import type { KubeObject, Pod, ResourceQuota } from '../../lib/objects.ts'
import { within } from '../../lib/term.ts'
import type { Change } from '../../store/store.ts'
import { keyParts } from '../own-changes.ts'
import { isTerminal } from '../pod/readiness.ts'
import { RESOURCE } from './admission.ts'
import { mask, type Quantities, sum } from './quantities.ts'
import { covers } from './scopes.ts'
import { usage } from './usage.ts'

/** Counts anew what a namespace holds, when something goes or a quota changes (pkg/controller/resourcequota). */
export const resourceQuotaController: Controller = {
  name: 'resourcequota',
  watches: [{ resource: '*', keys }],
  reconcile(key, ctx) {
    const [namespace, name] = keyParts(key)
    const quota = ctx.read.get<ResourceQuota>(RESOURCE, namespace, name)
    if (!quota) return
    const hard = (quota.spec.hard ?? {}) as Quantities
    const used = count(quota, hard, ctx)
    const status = { hard, used }
    if (!equal(status, quota.status)) ctx.api.updateStatus({ ...quota, status })
  },
}

/** What is new was counted when it was admitted. */
function keys(change: Change, read: Reader): string[] {
  const { type, object, previous } = change
  const { namespace, name } = object.metadata
  if (namespace === undefined) return []
  if (object.kind === 'ResourceQuota') {
    const { spec } = object as ResourceQuota
    const same = type === 'MODIFIED' && equal(spec, (previous as ResourceQuota).spec)
    if (!same) return [`${namespace}/${name}`, ...others(namespace, read)]
    return []
  }
  const gave = type === 'DELETED' || (type === 'MODIFIED' && gives(object, previous!))
  return gave && read.tally(within('quota', namespace)) > 0 ? others(namespace, read) : []
}

const others = (namespace: string, read: Reader): string[] =>
  read.list<ResourceQuota>(RESOURCE, namespace).map(({ metadata }) => `${namespace}/${metadata.name}`)

/** Whether a changed object may take less than before. */
function gives(object: KubeObject, previous: KubeObject): boolean {
  if (object.kind === 'Pod') {
    return isTerminal(object as Pod) !== isTerminal(previous as Pod)
  }
  return (object.kind === 'Service' || object.kind === 'PersistentVolumeClaim') && object['spec'] !== previous['spec']
}

/** The kinds that the names of a quota are about. */
function counted(hard: Quantities, registry: KindRegistry): string[] {
  const found = new Set<string>()
  for (const name in hard) {
    if (name.startsWith('count/')) found.add(name.slice('count/'.length))
    else if (/^(services)(\.|$)/.test(name)) found.add('services')
    else if (name === 'requests.storage' || name.includes('.storageclass.') || name === 'persistentvolumeclaims') {
      found.add('persistentvolumeclaims')
    } else if (registry.byResource(name)) found.add(name)
    else found.add('pods')
  }
  return [...found].filter(resource => registry.byResource(resource))
}

function count(quota: ResourceQuota, hard: Quantities, { read, registry, now }: Context): Quantities {
  const names = Object.keys(hard)
  let used: Quantities = Object.fromEntries(names.map(name => [name, '0']))
  for (const resource of counted(hard, registry)) {
    const kind = registry.byResource(resource)!
    if (kind.scope === 'Cluster') continue
    for (const object of read.list<KubeObject>(resourceOf(kind), quota.metadata.namespace)) {
      if (!covers(quota, resource === 'pods' ? (object as Pod) : undefined)) continue
      used = sum(used, mask(usage(resource, object, now), names))
    }
  }
  return used
}
