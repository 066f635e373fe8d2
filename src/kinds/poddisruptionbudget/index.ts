import { type FieldError, invalidValue, Raw, unsupported } from '../../api/errors.ts'
import type { Admission, KindDefinition } from '../../api/kind.ts'
import { Describe } from '../../lib/describe.ts'
import { age } from '../../lib/duration.ts'
import { percentage } from '../../lib/int-or-percent.ts'
import { percentErrors } from '../../lib/names.ts'
import type { PodDisruptionBudget } from '../../lib/objects.ts'
import { formatSelector } from '../../lib/selector.ts'
import { describeEventsOf } from '../event.ts'
import { validateLabelSelector } from '../pod/validate/labels.ts'
import { Path } from '../pod/validate/path.ts'
import { notNegative } from '../validate-workload.ts'
import { disruptionController } from './controller.ts'

/** How many pods of a set evictions (drains) must leave. */
export const podDisruptionBudgets: KindDefinition<PodDisruptionBudget> = {
  group: 'policy',
  version: 'v1',
  scope: 'Namespaced',
  names: {
    kind: 'PodDisruptionBudget',
    plural: 'poddisruptionbudgets',
    singular: 'poddisruptionbudget',
    shortNames: ['pdb'],
  },
  schema: 'io.k8s.api.policy.v1.PodDisruptionBudget',
  subresources: { status: true },
  prepare(next, previous) {
    next.spec ??= {}
    if (previous) return
    next.status = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 }
  },
  validate,
  tally: ({ metadata }) => [[`budgets/${metadata.namespace}`, 1]],
  columns: () => [
    { name: 'Name', value: budget => budget.metadata.name },
    { name: 'Min Available', value: ({ spec }) => String(spec.minAvailable ?? 'N/A') },
    { name: 'Max Unavailable', value: ({ spec }) => String(spec.maxUnavailable ?? 'N/A') },
    { name: 'Allowed Disruptions', value: ({ status }) => status.disruptionsAllowed },
    { name: 'Age', value: (budget, { now }) => age(budget.metadata.creationTimestamp, now) },
  ],
  describe(budget, view) {
    const { metadata, spec, status } = budget
    const text = new Describe().line(0, 'Name', metadata.name).line(0, 'Namespace', metadata.namespace!)
    if (spec.minAvailable !== undefined) text.line(0, 'Min available', spec.minAvailable)
    else if (spec.maxUnavailable !== undefined) text.line(0, 'Max unavailable', spec.maxUnavailable)
    return text
      .line(0, 'Selector', spec.selector ? formatSelector(spec.selector) : '<unset>')
      .write(0, 'Status:\n')
      .line(2, 'Allowed disruptions', status.disruptionsAllowed)
      .line(2, 'Current', status.currentHealthy)
      .line(2, 'Desired', status.desiredHealthy)
      .line(2, 'Total', status.expectedPods)
      .write(0, describeEventsOf(budget, view))
      .toString()
  },
  controllers: [disruptionController],
}

const POLICIES = ['AlwaysAllow', 'IfHealthyBudget']

/** Modelled on pkg/apis/policy/validation, ValidatePodDisruptionBudgetSpec. */
function validate({ spec }: PodDisruptionBudget, _: unknown, { subresource }: Admission): FieldError[] {
  if (subresource) return []
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy: policy } = spec
  const errors: FieldError[] = []
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    const shown = {
      MinAvailable: minAvailable,
      Selector: selector ?? null,
      MaxUnavailable: maxUnavailable,
      UnhealthyPodEvictionPolicy: policy ?? null,
    }
    const detail = 'minAvailable and maxUnavailable cannot be both set'
    errors.push(invalidValue('spec', new Raw(JSON.stringify(shown)), detail))
  }
  errors.push(...amountErrors('spec.minAvailable', minAvailable))
  errors.push(...amountErrors('spec.maxUnavailable', maxUnavailable))
  if (policy !== undefined && !POLICIES.includes(policy)) {
    errors.push(unsupported('spec.unhealthyPodEvictionPolicy', policy, POLICIES))
  }
  validateLabelSelector(selector, Path.root('spec.selector', errors))
  return errors
}

function amountErrors(path: string, value: number | string | undefined): FieldError[] {
  if (value === undefined) return []
  if (typeof value === 'number') return notNegative(path, value)
  const errors = percentErrors(value).map(text => invalidValue(path, value, text))
  if ((percentage(value) ?? 0) > 100) errors.push(invalidValue(path, value, 'must not be greater than 100%'))
  return errors
}
