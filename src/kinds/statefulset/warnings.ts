import type { PersistentVolumeClaim, StatefulSet } from '../../lib/objects.ts'
import { claimSpecWarnings } from '../persistentvolumeclaim/warnings.ts'
import { podTemplateWarnings } from '../pod/warnings/index.ts'

/** Modelled on pkg/registry/apps/statefulset/strategy.go, whose paths to a claim differ between create and update. */
export function warnings({ spec }: StatefulSet, previous: StatefulSet | undefined, raised: boolean): string[] {
  const texts = raised ? podTemplateWarnings(spec.template, 'spec.template') : []
  const claims = (spec.volumeClaimTemplates ?? []) as PersistentVolumeClaim[]
  for (const [i, claim] of claims.entries()) {
    texts.push(...claimSpecWarnings(claim.spec, `spec.volumeClaimTemplates[${i}]${previous ? '.Spec' : ''}`))
  }
  if (spec.revisionHistoryLimit! < 0) {
    const advice = 'a negative value retains all historical revisions; a value >= 0 is recommended'
    texts.push(`spec.revisionHistoryLimit: ${advice}`)
  }
  return texts
}
