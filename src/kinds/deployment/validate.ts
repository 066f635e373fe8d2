import { type FieldError, forbiddenField, invalidValue, Raw, unsupported } from '../../api/errors.ts'
import type { Admission } from '../../api/kind.ts'
import { percentage } from '../../lib/int-or-percent.ts'
import type { Deployment } from '../../lib/objects.ts'
import {
  amount,
  amountErrors,
  notNegative,
  podCount,
  selectorChanged,
  validateSelectorAndTemplate,
} from '../validate-workload.ts'

type Strategy = NonNullable<Deployment['spec']['strategy']>
type RollingUpdate = NonNullable<Strategy['rollingUpdate']>

/** Modelled on pkg/apis/apps/validation, ValidateDeployment. */
export function validate(next: Deployment, previous: Deployment | undefined, admission: Admission): FieldError[] {
  if (admission.subresource === 'status') return statusErrors(next)
  const { replicas, minReadySeconds, revisionHistoryLimit, selector, strategy, template } = next.spec
  return [
    ...podCount('spec.replicas', replicas),
    ...validateSelectorAndTemplate(selector, template),
    ...strategyErrors(strategy!, 'spec.strategy'),
    ...notNegative('spec.minReadySeconds', minReadySeconds),
    ...notNegative('spec.revisionHistoryLimit', revisionHistoryLimit),
    ...deadlineErrors(next),
    ...(previous ? selectorChanged(selector, previous.spec.selector) : []),
  ]
}

function deadlineErrors({ spec }: Deployment): FieldError[] {
  const { progressDeadlineSeconds: deadline, minReadySeconds = 0 } = spec
  const path = 'spec.progressDeadlineSeconds'
  const errors = notNegative(path, deadline)
  if (deadline! <= minReadySeconds) errors.push(invalidValue(path, deadline, 'must be greater than minReadySeconds'))
  return errors
}

function strategyErrors(strategy: Strategy, path: string): FieldError[] {
  const { type, rollingUpdate } = strategy
  if (type === 'Recreate') {
    const detail = "may not be specified when strategy `type` is 'Recreate'"
    return rollingUpdate ? [forbiddenField(`${path}.rollingUpdate`, detail)] : []
  }
  if (type === 'RollingUpdate') return rollingUpdateErrors(rollingUpdate!, `${path}.rollingUpdate`)
  return [unsupported(path, new Raw(internalStrategy(strategy)), ['Recreate', 'RollingUpdate'])]
}

/** The strategy as the API server's own types print it. */
function internalStrategy({ type, rollingUpdate }: Strategy): string {
  const update = rollingUpdate
    ? { MaxUnavailable: rollingUpdate.maxUnavailable ?? 0, MaxSurge: rollingUpdate.maxSurge ?? 0 }
    : null
  return JSON.stringify({ Type: type, RollingUpdate: update })
}

function rollingUpdateErrors({ maxUnavailable, maxSurge }: RollingUpdate, path: string): FieldError[] {
  const errors = [
    ...amountErrors(`${path}.maxUnavailable`, maxUnavailable!),
    ...amountErrors(`${path}.maxSurge`, maxSurge!),
  ]
  if (amount(maxUnavailable!) === 0 && amount(maxSurge!) === 0) {
    errors.push(invalidValue(`${path}.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0'))
  }
  if ((percentage(maxUnavailable) ?? 0) > 100) {
    errors.push(invalidValue(`${path}.maxUnavailable`, maxUnavailable, 'must not be greater than 100%'))
  }
  return errors
}

function statusErrors({ status }: Deployment): FieldError[] {
  const { replicas = 0, updatedReplicas = 0, readyReplicas = 0, availableReplicas = 0 } = status
  const counts = { replicas, updatedReplicas, readyReplicas, availableReplicas }
  const errors: FieldError[] = []
  for (const [name, count] of Object.entries(counts)) errors.push(...notNegative(`status.${name}`, count))
  const more = (name: keyof typeof counts, limit: number, of: string) => {
    if (counts[name] > limit) errors.push(invalidValue(`status.${name}`, counts[name], `cannot be greater than ${of}`))
  }
  more('updatedReplicas', replicas, 'status.replicas')
  more('readyReplicas', replicas, 'status.replicas')
  more('availableReplicas', replicas, 'status.replicas')
  more('availableReplicas', readyReplicas, 'readyReplicas')
  return errors
}
