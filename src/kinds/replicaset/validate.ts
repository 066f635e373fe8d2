import { type FieldError, invalidValue } from '../../api/errors.ts'
import type { Admission } from '../../api/kind.ts'
import type { ReplicaSet } from '../../lib/objects.ts'
import { notNegative, podCount, selectorChanged, validateSelectorAndTemplate } from '../validate-workload.ts'

/** Modelled on pkg/apis/apps/validation, ValidateReplicaSet. */
export function validate(next: ReplicaSet, previous: ReplicaSet | undefined, admission: Admission): FieldError[] {
  if (admission.subresource === 'status') return statusErrors(next)
  const { replicas, minReadySeconds, selector, template } = next.spec
  return [
    ...podCount('spec.replicas', replicas),
    ...notNegative('spec.minReadySeconds', minReadySeconds),
    ...validateSelectorAndTemplate(selector, template!),
    ...(previous ? selectorChanged(selector, previous.spec.selector) : []),
  ]
}

function statusErrors({ status }: ReplicaSet): FieldError[] {
  const { replicas, fullyLabeledReplicas = 0, readyReplicas = 0, availableReplicas = 0 } = status
  const errors = [
    ...notNegative('status.replicas', replicas),
    ...notNegative('status.fullyLabeledReplicas', fullyLabeledReplicas),
    ...notNegative('status.readyReplicas', readyReplicas),
    ...notNegative('status.availableReplicas', availableReplicas),
    ...notNegative('status.observedGeneration', status.observedGeneration),
  ]
  const more = 'cannot be greater than status.replicas'
  if (fullyLabeledReplicas > replicas) {
    errors.push(invalidValue('status.fullyLabeledReplicas', fullyLabeledReplicas, more))
  }
  if (readyReplicas > replicas) errors.push(invalidValue('status.readyReplicas', readyReplicas, more))
  if (availableReplicas > replicas) errors.push(invalidValue('status.availableReplicas', availableReplicas, more))
  if (availableReplicas > readyReplicas) {
    const detail = 'cannot be greater than readyReplicas'
    errors.push(invalidValue('status.availableReplicas', availableReplicas, detail))
  }
  return errors
}
