import type { KubeObject } from '../../../../lib/objects.ts'
import type { CommandContext } from '../../../command.ts'
import { fetchTarget, type Found } from '../../../fetch.ts'
import { type Counts, countsOf, newestOf } from './counts.ts'

/** The counts of a workload as it is now; undefined for kinds without any. */
export async function observe(ctx: CommandContext, target: Found, object?: KubeObject): Promise<Counts | undefined> {
  const now: KubeObject = object ?? (await fetchTarget(ctx.client, target))
  if (now.kind !== 'Deployment') return countsOf(now, [], undefined)
  const { body } = await ctx.client.call({ verb: 'list', resource: 'replicasets.apps', namespace: target.namespace })
  const own = (body.items as KubeObject[]).filter(({ metadata }) =>
    metadata.ownerReferences?.some(owner => owner.uid === now.metadata.uid),
  )
  return countsOf(now, own, newestOf(now, own))
}

export const isSame = (a: Counts, b: Counts): boolean =>
  a.old === b.old &&
  a.new === b.new &&
  a.ready === b.ready &&
  a.newReady === b.newReady &&
  a.unavailable === b.unavailable
