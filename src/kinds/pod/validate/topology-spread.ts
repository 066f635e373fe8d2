import type { TopologySpreadConstraint } from 'kubernetes-types/core/v1'
import { labelKeyErrors } from '../../../lib/names.ts'
import { validateLabelSelector } from './labels.ts'
import type { Path } from './path.ts'

const ACTIONS = ['DoNotSchedule', 'ScheduleAnyway']
const POLICIES = ['Honor', 'Ignore']

export function validateTopologySpread(constraints: readonly TopologySpreadConstraint[], at: Path): void {
  at.each(constraints, (constraint, here, i) => {
    const { maxSkew, topologyKey, whenUnsatisfiable, minDomains } = constraint
    if (!(maxSkew > 0)) here.at('maxSkew').invalid(maxSkew ?? 0, 'must be greater than zero')
    if (!topologyKey) here.at('topologyKey').required('can not be empty')
    else here.at('topologyKey').judge(topologyKey, labelKeyErrors(topologyKey))
    if (!ACTIONS.includes(whenUnsatisfiable)) {
      here.at('whenUnsatisfiable').unsupported(whenUnsatisfiable ?? '', ACTIONS)
    }
    const same = (each: TopologySpreadConstraint) =>
      each.topologyKey === topologyKey && each.whenUnsatisfiable === whenUnsatisfiable
    if (constraints.findIndex(same) < i) {
      here.at('{topologyKey, whenUnsatisfiable}').duplicate(`{${topologyKey}, ${whenUnsatisfiable}}`)
    }
    if (minDomains !== undefined) {
      if (minDomains <= 0) here.at('minDomains').invalid(minDomains, 'must be greater than zero')
      if (whenUnsatisfiable !== 'DoNotSchedule') {
        const why = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`
        here.at('minDomains').invalid(minDomains, why)
      }
    }
    for (const policy of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const) {
      const value = constraint[policy]
      if (value !== undefined && !POLICIES.includes(value)) here.at(policy).unsupported(value, POLICIES)
    }
    validateLabelSelector(constraint.labelSelector, here.at('labelSelector'))
  })
}
