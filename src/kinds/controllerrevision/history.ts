/** The history of a workload as ControllerRevisions. Modelled on pkg/controller/history/controller_history.go. */
import { ApiError } from '../../api/errors.ts'
import type { Context } from '../../engine/controller.ts'
import type { ControllerRevision, KubeObject, LabelSelector, PodTemplateSpec } from '../../lib/objects.ts'
import { equal } from '../../lib/equal.ts'
import { controllerReference, controllerOf } from '../../lib/owner.ts'
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

/**
 * Keeps the owner's present template as a revision of its own, named and labelled (`label`) by a hash. Gives the one that
 * is there when it keeps the same; undefined when something else has the name.
 */
export function snapshot(
  owner: Owner,
  hash: string,
  label: string,
  revision: number,
  ctx: Context,
): ControllerRevision | undefined {
  const { annotations, namespace } = owner.metadata
  const name = `${owner.metadata.name}-${hash}`
  const made: ControllerRevision = {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name,
      namespace,
      labels: { ...owner.spec.template?.metadata?.labels, [label]: hash },
      ...(annotations && { annotations: { ...annotations } }),
      ownerReferences: [controllerReference(owner)],
    },
    data: revisionData(owner),
    revision,
  }
  try {
    return ctx.api.create(made)
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error
    const existing = ctx.read.get<ControllerRevision>(REVISIONS, namespace, name)!
    return controllerOf(existing)?.uid === owner.metadata.uid && keeps(existing, owner) ? existing : undefined
  }
}

export function byRevision(a: ControllerRevision, b: ControllerRevision): number {
  if (a.revision !== b.revision) return a.revision - b.revision
  const [at, bt] = [a.metadata.creationTimestamp!, b.metadata.creationTimestamp!]
  if (at !== bt) return at < bt ? -1 : 1
  return a.metadata.name < b.metadata.name ? -1 : 1
}

/** Revisions that revisionHistoryLimit leaves no place for, the lowest first; those that pods still have, stay. A negative limit is none. */
export function forgettable(
  old: readonly ControllerRevision[],
  limit: number,
  isLive: (revision: ControllerRevision) => boolean,
): ControllerRevision[] {
  if (limit < 0) return []
  const idle = old.filter(revision => !isLive(revision))
  return idle.slice(0, Math.max(0, idle.length - limit))
}
