import type { Admission } from '../api/kind.ts'
import type { KubeObject } from '../lib/objects.ts'
import type { Ms } from '../lib/time.ts'

/** Data as it was until some moment. */
export interface Superseded {
  until: Ms
  object: KubeObject
}

/** More versions than this are forgotten, the oldest first. */
const KEPT = 10

/**
 * Containers go on with what they have read: what a ConfigMap or Secret held before is kept as a note for the kubelets,
 * `kubelet/was/<plural>/<namespace>/<name>`, oldest first.
 */
export function keepSuperseded(plural: string, previous: KubeObject, { note, setNote, now }: Admission): void {
  const { namespace, name } = previous.metadata
  const place = `kubelet/was/${plural}/${namespace}/${name}`
  const object = { ...previous, metadata: { name, namespace } as KubeObject['metadata'] }
  setNote(place, [...(note<Superseded[]>(place) ?? []), { until: now, object }].slice(-KEPT))
}
