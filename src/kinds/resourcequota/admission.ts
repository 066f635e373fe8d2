import { forbidden } from '../../api/errors.ts'
import type { Connection } from '../../api/kind.ts'

import type { KubeObject, Pod, ResourceQuota } from '../../lib/objects.ts'
import { within } from '../../lib/term.ts'
import { amountOf, exceeding, mask, pretty, type Quantities, sum } from './quantities.ts'
import { covers } from './scopes.ts'
import { unnamed, usage } from './usage.ts'

export const RESOURCE = 'resourcequotas'

/**
 * Admission plugin ResourceQuota: what a new (or changed) object takes is added to the namespace's quotas, unless one of
 * them would be exceeded. Modelled on apiserver's pkg/admission/plugin/resourcequota. Throws Forbidden.
 */
export function admit(
  next: KubeObject,
  previous: KubeObject | undefined,
  resource: string,
  open: () => Connection,
): void {
  const { namespace, name } = next.metadata
  if (namespace === undefined) return
  const connection = open()
  const { read, now } = connection
  if (read.tally(within('quota', namespace)) === 0) return
  const pod = resource === 'pods' ? (next as Pod) : undefined
  // Of a change only what it adds counts, and only for what may grow.
  if (previous && pod) return
  const before = previous ? usage(resource, previous, now) : {}
  const change = grown(sum(usage(resource, next, now), before, -1))
  const charged: ResourceQuota[] = []
  for (const quota of read.list<ResourceQuota>(RESOURCE, namespace)) {
    const { hard = {}, used = {} } = quota.status as { hard?: Quantities; used?: Quantities }
    const limited = Object.keys(change).filter(each => hard[each] !== undefined)
    if (!covers(quota, pod)) continue
    const why = pod && unnamed(pod, Object.keys(hard))
    if (why) throw forbidden(resource, name, `failed quota: ${quota.metadata.name}: ${why}`)
    if (limited.length === 0) continue
    const added = mask(change, limited)
    const total = sum(used, added)
    const over = exceeding(mask(total, limited), hard)
    if (over.length > 0) {
      const parts = `requested: ${pretty(mask(added, over))}, used: ${pretty(mask(used, over))}, limited: ${pretty(mask(hard, over))}`
      throw forbidden(resource, name, `exceeded quota: ${quota.metadata.name}, ${parts}`)
    }
    charged.push({ ...quota, status: { ...quota.status, used: total } })
  }
  for (const quota of charged) connection.write(quota)
}

const grown = (change: Quantities): Quantities =>
  Object.fromEntries(Object.entries(change).filter(([, quantity]) => amountOf(quantity) > 0))
