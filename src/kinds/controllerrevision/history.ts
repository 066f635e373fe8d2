/** The history of a workload as ControllerRevisions. Modelled on pkg/controller/history/controller_history.go. */
import type { Context } from '../../engine/controller.ts'
import type { ControllerRevision, KubeObject, LabelSelector, PodTemplateSpec } from '../../lib/objects.ts'
import { equal } from '../../lib/equal.ts'
import { claim } from '../claim.ts'

export const REVISIONS = 'controllerrevisions.apps'
export const HASH_LABEL = 'controller-revision-hash'

/** What keeps a history. */
export type Owner = KubeObject & {
  spec: { selector?: LabelSelector; template?: PodTemplateSpec; revisionHistoryLimit?: number }
}

/** What a revision keeps of its owner. */
export const revisionData = ({ spec }: Owner): unknown => ({
  spec: { template: { ...spec.template, $patch: 'replace' } },
})

/** The pod template that a revision keeps. */
export function templateOf({ data }: ControllerRevision): PodTemplateSpec {
  const { $patch: _, ...template } = data.spec.template
  return template
}

/** Whether a revision keeps the owner's present template. */
export const keeps = ({ data }: ControllerRevision, owner: Owner): boolean => equal(data, revisionData(owner))

/** The owner's revisions (adopted ones too), the lowest first. */
export function claimRevisions(owner: Owner, ctx: Context): ControllerRevision[] {
  return claim<ControllerRevision>(REVISIONS, owner, ctx).sort(byRevision)
}

export function byRevision(a: ControllerRevision, b: ControllerRevision): number {
  if (a.revision !== b.revision) return a.revision - b.revision
  const [at, bt] = [a.metadata.creationTimestamp!, b.metadata.creationTimestamp!]
  if (at !== bt) return at < bt ? -1 : 1
  return a.metadata.name < b.metadata.name ? -1 : 1
}

/** Revisions that revisionHistoryLimit leaves no place for, the lowest first; those that pods still have, stay. */
export function forgettable(
  old: readonly ControllerRevision[],
  limit: number,
  isLive: (revision: ControllerRevision) => boolean,
): ControllerRevision[] {
  const idle = old.filter(revision => !isLive(revision))
  return idle.slice(0, Math.max(0, idle.length - limit))
}
