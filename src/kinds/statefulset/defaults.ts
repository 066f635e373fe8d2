import type { PersistentVolumeClaim, StatefulSet } from '../../lib/objects.ts'
import { defaultClaim } from '../persistentvolumeclaim/defaults.ts'
import { defaultPodTemplate } from '../pod/defaults.ts'

/** Modelled on pkg/apis/apps/v1/defaults.go, SetDefaults_StatefulSet. */
export function defaults(next: StatefulSet): void {
  next.spec ??= {} as StatefulSet['spec']
  const { spec } = next
  spec.replicas ??= 1
  spec.template ??= {}
  spec.podManagementPolicy ||= 'OrderedReady'
  spec.revisionHistoryLimit ??= 10
  if (!spec.minReadySeconds) delete spec.minReadySeconds
  spec.serviceName ??= ''
  spec.persistentVolumeClaimRetentionPolicy ??= {}
  spec.persistentVolumeClaimRetentionPolicy.whenDeleted ||= 'Retain'
  spec.persistentVolumeClaimRetentionPolicy.whenScaled ||= 'Retain'
  spec.updateStrategy ??= {}
  const { updateStrategy } = spec
  updateStrategy.type ||= 'RollingUpdate'
  if (updateStrategy.type === 'RollingUpdate') {
    updateStrategy.rollingUpdate ??= {}
    updateStrategy.rollingUpdate.partition ??= 0
    updateStrategy.rollingUpdate.maxUnavailable ??= 1
  }
  for (const claim of (spec.volumeClaimTemplates ?? []) as PersistentVolumeClaim[]) {
    claim.apiVersion = 'v1'
    claim.kind = 'PersistentVolumeClaim'
    claim.metadata ??= {} as PersistentVolumeClaim['metadata']
    defaultClaim(claim)
    claim.status = { phase: 'Pending' }
  }
  defaultPodTemplate(spec.template)
}

export function prepare(next: StatefulSet, previous: StatefulSet | undefined): void {
  if (!previous) next.status = { replicas: 0, availableReplicas: 0 }
}
