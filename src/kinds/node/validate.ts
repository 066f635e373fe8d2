import { duplicate, type FieldError, forbiddenField, invalidValue, required, unsupported } from '../../api/errors.ts'
import { equal } from '../../lib/equal.ts'
import { cidrErrors, labelKeyErrors, labelValueErrors } from '../../lib/names.ts'
import type { Node } from '../../lib/objects.ts'

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

function taintErrors(node: Node): FieldError[] {
  const errors: FieldError[] = []
  const seen = new Set<string>()
  node.spec.taints?.forEach((taint, i) => {
    const path = `spec.taints[${i}]`
    const { key = '', value = '', effect = '' } = taint
    for (const detail of labelKeyErrors(key)) errors.push(invalidValue(`${path}.key`, key, detail))
    for (const detail of labelValueErrors(value)) errors.push(invalidValue(`${path}.value`, value, detail))
    if (!effect) errors.push(required(`${path}.effect`))
    else if (!EFFECTS.includes(effect)) errors.push(unsupported(`${path}.effect`, effect, EFFECTS))
    const shown = { Key: key, Value: value, Effect: effect, TimeAdded: taint.timeAdded ?? null }
    if (seen.has(`${key}:${effect}`)) {
      errors.push({ ...duplicate(path, shown), detail: 'taints must be unique by key and effect pair' })
    }
    seen.add(`${key}:${effect}`)
  })
  return errors
}

/** Rules of k8s.io/kubernetes pkg/apis/core/validation, ValidateNode and ValidateNodeUpdate. */
export function validate(next: Node, previous: Node | undefined): FieldError[] {
  const errors = taintErrors(next)
  next.spec.podCIDRs?.forEach((cidr, i) => {
    for (const detail of cidrErrors(cidr)) errors.push(invalidValue(`spec.podCIDRs[${i}]`, cidr, detail))
  })
  if (!previous) return errors
  const { podCIDRs, providerID } = previous.spec
  if (podCIDRs?.length && !equal(podCIDRs, next.spec.podCIDRs)) {
    errors.push(forbiddenField('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid'))
  }
  if (providerID && providerID !== next.spec.providerID) {
    errors.push(forbiddenField('spec.providerID', 'node updates may not change providerID except from "" to valid'))
  }
  const { configSource, externalID } = next.spec
  if (!equal({ configSource, externalID }, pick(previous))) {
    errors.push(forbiddenField('spec', 'node updates may only change labels, taints, or capacity'))
  }
  return errors
}

const pick = ({ spec: { configSource, externalID } }: Node) => ({ configSource, externalID })
