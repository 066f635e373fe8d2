import type {
  Affinity,
  NodeAffinity,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinity,
  PodAffinityTerm,
} from 'kubernetes-types/core/v1'
import { labelErrors, labelKeyErrors, subdomainErrors } from '../../../lib/names.ts'
import { validateLabelSelector, validateOperator } from './labels.ts'
import type { Path } from './path.ts'

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution'
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution'

export function validateAffinity(affinity: Affinity, at: Path): void {
  if (affinity.nodeAffinity) validateNodeAffinity(affinity.nodeAffinity, at.at('nodeAffinity'))
  if (affinity.podAffinity) validatePodAffinity(affinity.podAffinity, at.at('podAffinity'))
  if (affinity.podAntiAffinity) validatePodAffinity(affinity.podAntiAffinity, at.at('podAntiAffinity'))
}

function validateNodeAffinity(affinity: NodeAffinity, at: Path): void {
  const required = affinity[REQUIRED]
  if (required) {
    const here = at.at(REQUIRED).at('nodeSelectorTerms')
    if (!required.nodeSelectorTerms?.length) here.required('must have at least one node selector term')
    here.each(required.nodeSelectorTerms, validateNodeTerm)
  }
  at.at(PREFERRED).each(affinity[PREFERRED], (preferred, here) => {
    validateWeight(preferred.weight, here.at('weight'))
    validateNodeTerm(preferred.preference, here.at('preference'))
  })
}

function validateWeight(weight: number, at: Path): void {
  if (!(weight > 0 && weight <= 100)) at.invalid(weight, 'must be in the range 1-100')
}

function validateNodeTerm(term: NodeSelectorTerm, at: Path): void {
  at.at('matchExpressions').each(term.matchExpressions, validateNodeRequirement)
  at.at('matchFields').each(term.matchFields, validateNodeField)
}

function validateNodeRequirement({ key, operator, values = [] }: NodeSelectorRequirement, at: Path): void {
  if (operator !== 'Gt' && operator !== 'Lt') validateOperator(operator, values, at)
  else if (values.length !== 1) {
    at.at('values').required("must be specified single value when `operator` is 'Lt' or 'Gt'")
  }
  at.at('key').judge(key ?? '', labelKeyErrors(key ?? ''))
}

/** The only field of a node that can be asked for is its name. */
function validateNodeField({ key, operator, values = [] }: NodeSelectorRequirement, at: Path): void {
  if (operator !== 'In' && operator !== 'NotIn') at.at('operator').invalid(operator, 'not a valid selector operator')
  else if (values.length !== 1) {
    at.at('values').required("must be only one value when `operator` is 'In' or 'NotIn' for node field selector")
  }
  if (key !== 'metadata.name') at.at('key').invalid(key, 'not a valid field selector key')
  else at.at('values').each(values, (value, here) => here.judge(value, subdomainErrors(value)))
}

function validatePodAffinity(affinity: PodAffinity, at: Path): void {
  at.at(REQUIRED).each(affinity[REQUIRED], validatePodTerm)
  at.at(PREFERRED).each(affinity[PREFERRED], (preferred, here) => {
    validateWeight(preferred.weight, here.at('weight'))
    validatePodTerm(preferred.podAffinityTerm, here.at('podAffinityTerm'))
  })
}

function validatePodTerm(term: PodAffinityTerm, at: Path): void {
  validateLabelSelector(term.labelSelector, at.at('labelSelector'))
  validateLabelSelector(term.namespaceSelector, at.at('namespaceSelector'))
  for (const namespace of term.namespaces ?? []) at.at('namespace').judge(namespace, labelErrors(namespace))
  if (!term.topologyKey) at.at('topologyKey').required('can not be empty')
  at.at('topologyKey').judge(term.topologyKey ?? '', labelKeyErrors(term.topologyKey ?? ''))
}
