/** `rollout history` and `undo` of kinds that keep ControllerRevisions. Modelled on k8s.io/kubectl pkg/polymorphichelpers. */
import type { View } from '../../api/kind.ts'
import { equal } from '../../lib/equal.ts'
import type { ControllerRevision, PodTemplateSpec } from '../../lib/objects.ts'
import { controllerOf } from '../../lib/owner.ts'
import { Refusal } from '../../lib/refusal.ts'
import { tabwriter } from '../../lib/tabwriter.ts'
import { type Ms, rfc3339 } from '../../lib/time.ts'
import { describePodTemplate } from '../pod/describe.ts'
import { byRevision, keeps, type Owner, REVISIONS, templateOf } from './history.ts'

const CHANGE_CAUSE = 'kubernetes.io/change-cause'
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt'

function revisionsOf({ metadata: { uid } }: Owner, { read }: View): ControllerRevision[] {
  const owned = read.find<ControllerRevision>(REVISIONS, `owner=${uid}`)
  return owned.filter(revision => controllerOf(revision)?.uid === uid).sort(byRevision)
}

/** One row for each revision, or the pod template of one. Throws Refusal. */
export function history(owner: Owner, view: View): string {
  const all = revisionsOf(owner, view)
  if (all.length === 0) return 'No rollout history found.'
  const wanted = Number(view.query['revision'] ?? 0)
  if (wanted > 0) {
    const found = all.find(({ revision }) => revision === wanted)
    if (!found) throw new Refusal('unable to find the specified revision')
    return describePodTemplate(templateOf(found))
  }
  const cause = ({ metadata }: ControllerRevision) => metadata.annotations?.[CHANGE_CAUSE] || '<none>'
  const rows = all.map(each => `${each.revision}\t${cause(each)}\n`)
  return tabwriter(`REVISION\tCHANGE-CAUSE\n${rows.join('')}`)
}

/** Throws Refusal. */
export function undo(owner: Owner, view: View): { patch?: unknown; patchType?: 'strategic'; text: string } {
  const toRevision = Number(view.query['toRevision'] ?? 0)
  const target = find(revisionsOf(owner, view), toRevision)
  if (view.query['preview']) return { text: describePodTemplate(templateOf(target)) }
  if (keeps(target, owner)) {
    return { text: `skipped rollback (current template already matches revision ${toRevision})` }
  }
  return { patch: target.data, patchType: 'strategic', text: 'rolled back' }
}

/** The revision of a number, or the one before the present when it is 0. */
function find(all: ControllerRevision[], toRevision: number): ControllerRevision {
  if (toRevision === 0) {
    if (all.length <= 1) throw new Refusal('no last revision to roll back to')
    return all.at(-2)!
  }
  const found = all.find(({ revision }) => revision === toRevision)
  if (!found) throw new Refusal(`unable to find specified revision ${toRevision} in history`)
  return found
}

/** A changed copy: pods are replaced because their template notes when that was asked for. */
export function restart<T extends Owner>(owner: T, now: Ms): T {
  const template: PodTemplateSpec = owner.spec.template ?? {}
  const annotations = { ...template.metadata?.annotations, [RESTARTED_AT]: rfc3339(now) }
  const next = { ...template, metadata: { ...template.metadata, annotations } }
  return equal(next, template) ? owner : { ...owner, spec: { ...owner.spec, template: next } }
}
