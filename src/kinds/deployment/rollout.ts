/** What `rollout` does with Deployments. Modelled on k8s.io/kubectl pkg/polymorphichelpers. */
import type { Rollout, View } from '../../api/kind.ts'
import type { Deployment, PodTemplateSpec, ReplicaSet } from '../../lib/objects.ts'
import { Refusal } from '../../lib/refusal.ts'
import { tabwriter } from '../../lib/tabwriter.ts'
import { type Ms, rfc3339 } from '../../lib/time.ts'
import { describePodTemplate } from '../pod/describe.ts'
import { revisionOf, rolledBackAnnotations } from './annotations.ts'
import { hasTimedOut } from './conditions.ts'
import { replicaSetsOf, sameTemplate, withoutHash } from './replica-sets.ts'

const CHANGE_CAUSE = 'kubernetes.io/change-cause'
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt'

export const rollout: Rollout<Deployment> = { status, history, undo, restart, pause, resume }

function status(d: Deployment, revision: number): { message: string; done: boolean } {
  const { name, generation = 0 } = d.metadata
  if (revision > 0 && revision !== revisionOf(d)) {
    throw new Refusal(`desired revision (${revision}) is different from the running revision (${revisionOf(d)})`)
  }
  if (generation > (d.status.observedGeneration ?? 0)) {
    return { message: 'Waiting for deployment spec update to be observed...', done: false }
  }
  if (hasTimedOut(d.status)) throw new Refusal(`deployment "${name}" exceeded its progress deadline`)
  const { replicas = 0, updatedReplicas: updated = 0, availableReplicas: available = 0 } = d.status
  const waiting = (what: string) => {
    return { message: `Waiting for deployment "${name}" rollout to finish: ${what}...`, done: false }
  }
  if (updated < d.spec.replicas!) return waiting(`${updated} out of ${d.spec.replicas} new replicas have been updated`)
  if (replicas > updated) return waiting(`${replicas - updated} old replicas are pending termination`)
  if (available < updated) return waiting(`${available} of ${updated} updated replicas are available`)
  return { message: `deployment "${name}" successfully rolled out`, done: true }
}

/** Revisions, the lowest first; ReplicaSets without one are no part of the history. */
function revisions(d: Deployment, { read }: View): [revision: number, ReplicaSet][] {
  const all = replicaSetsOf(d, read).map((rs): [number, ReplicaSet] => [revisionOf(rs), rs])
  return all.sort(([a], [b]) => a - b)
}

function history(d: Deployment, view: View): string {
  const all = revisions(d, view)
  if (all.length === 0) return 'No rollout history found.'
  const wanted = Number(view.query['revision'] ?? 0)
  if (wanted > 0) {
    const found = all.find(([revision]) => revision === wanted)
    if (!found) throw new Refusal('unable to find the specified revision')
    return describePodTemplate(withChangeCause(found[1]))
  }
  const rows = all.map(([revision, rs]) => `${revision}\t${changeCause(rs) || '<none>'}\n`)
  return tabwriter(`REVISION\tCHANGE-CAUSE\n${rows.join('')}`)
}

const changeCause = ({ metadata }: ReplicaSet): string => metadata.annotations?.[CHANGE_CAUSE] ?? ''

/** The template with the cause of the change among its annotations, as kubectl shows it. */
function withChangeCause(rs: ReplicaSet): PodTemplateSpec {
  const template = rs.spec.template!
  const cause = changeCause(rs)
  if (cause === '') return template
  const annotations = { ...template.metadata?.annotations, [CHANGE_CAUSE]: cause }
  return { ...template, metadata: { ...template.metadata, annotations } }
}

function undo(d: Deployment, view: View): { patch?: unknown; patchType?: 'json'; text: string } {
  const toRevision = Number(view.query['toRevision'] ?? 0)
  const rs = target(d, toRevision, view)
  if (view.query['preview']) return { text: describePodTemplate(rs.spec.template!) }
  if (d.spec.paused) {
    throw new Refusal(
      "you cannot rollback a paused deployment; resume it first with 'kubesim rollout resume' and try again",
    )
  }
  if (sameTemplate(rs.spec.template, d.spec.template)) {
    return { text: `skipped rollback (current template already matches revision ${toRevision})` }
  }
  const patch = [
    { op: 'replace', path: '/spec/template', value: withoutHash(rs.spec.template) },
    { op: 'replace', path: '/metadata/annotations', value: rolledBackAnnotations(d, rs) },
  ]
  return { patch, patchType: 'json', text: 'rolled back' }
}

/** The ReplicaSet of a revision, or of the one before the present when `revision` is 0. */
function target(d: Deployment, revision: number, view: View): ReplicaSet {
  const all = revisions(d, view)
  if (revision === 0) {
    const previous = all.at(-2)
    if (!previous) throw new Refusal(`no rollout history found for deployment "${d.metadata.name}"`)
    return previous[1]
  }
  const found = all.find(([each]) => each === revision)
  if (!found) throw new Refusal(`unable to find specified revision ${revision} in history`)
  return found[1]
}

function restart(d: Deployment, now: Ms): Deployment {
  if (d.spec.paused) throw new Refusal("can't restart paused deployment (run rollout resume first)")
  const { template } = d.spec
  const annotations = { ...template.metadata?.annotations, [RESTARTED_AT]: rfc3339(now) }
  return { ...d, spec: { ...d.spec, template: { ...template, metadata: { ...template.metadata, annotations } } } }
}

function pause(d: Deployment): Deployment {
  if (d.spec.paused) throw new Refusal('is already paused')
  return { ...d, spec: { ...d.spec, paused: true } }
}

function resume(d: Deployment): Deployment {
  if (!d.spec.paused) throw new Refusal('is not paused')
  return { ...d, spec: { ...d.spec, paused: false } }
}
