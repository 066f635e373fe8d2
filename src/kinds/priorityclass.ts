import { type FieldError, forbidden, forbiddenField, invalidValue, unsupported } from '../api/errors.ts'
import type { Admission, KindDefinition } from '../api/kind.ts'
import { Describe } from '../lib/describe.ts'
import { age } from '../lib/duration.ts'
import type { PriorityClass } from '../lib/objects.ts'
import { formatLabels } from '../lib/selector.ts'
import { describeEventsOf } from './event.ts'

const RESOURCE = 'priorityclasses.scheduling.k8s.io'
/** Above it is the system's own. */
const HIGHEST = 1_000_000_000
const SYSTEM: Record<string, number> = { 'system-node-critical': 2000001000, 'system-cluster-critical': 2000000000 }
const RESERVED = 'system-'
const POLICIES = ['PreemptLowerPriority', 'Never']

export const priorityClasses: KindDefinition<PriorityClass> = {
  group: 'scheduling.k8s.io',
  version: 'v1',
  scope: 'Cluster',
  names: { kind: 'PriorityClass', plural: 'priorityclasses', singular: 'priorityclass', shortNames: ['pc'] },
  schema: 'io.k8s.api.scheduling.v1.PriorityClass',
  generation: true,
  defaults(next) {
    next.preemptionPolicy ??= 'PreemptLowerPriority'
    next.value ??= 0
    if (!next.globalDefault) delete next.globalDefault
  },
  prepare,
  validate,
  beforeDelete({ metadata: { name } }) {
    if (Object.hasOwn(SYSTEM, name)) {
      throw forbidden(RESOURCE, name, 'this is a system priority class and cannot be deleted')
    }
  },
  columns: () => [
    { name: 'Name', value: pc => pc.metadata.name },
    { name: 'Value', value: pc => pc.value },
    { name: 'Global-Default', value: pc => String(pc.globalDefault ?? false) },
    { name: 'Age', value: (pc, { now }) => age(pc.metadata.creationTimestamp, now) },
    { name: 'PreemptionPolicy', value: pc => pc.preemptionPolicy! },
  ],
  describe: (pc, view) =>
    new Describe()
      .line(0, 'Name', pc.metadata.name)
      .line(0, 'Value', pc.value)
      .line(0, 'GlobalDefault', pc.globalDefault ?? false)
      .line(0, 'PreemptionPolicy', pc.preemptionPolicy!)
      .line(0, 'Description', pc.description ?? '')
      .line(0, 'Annotations', formatLabels(pc.metadata.annotations))
      .write(0, describeEventsOf(pc, view))
      .toString(),
}

/** Admission plugin Priority: there is one default at most. */
function prepare(next: PriorityClass, _: PriorityClass | undefined, { read }: Admission): void {
  if (!next.globalDefault) return
  const { name } = next.metadata
  const other = read.list<PriorityClass>(RESOURCE).find(each => each.globalDefault && each.metadata.name !== name)
  if (!other) return
  const why = `PriorityClass ${other.metadata.name} is already marked as default. Only one default can exist`
  throw forbidden(RESOURCE, name, why)
}

/** Modelled on pkg/apis/scheduling/validation. */
function validate(next: PriorityClass, previous: PriorityClass | undefined): FieldError[] {
  const errors: FieldError[] = []
  const { value, preemptionPolicy, metadata } = next
  if (previous) {
    if (value !== previous.value) errors.push(forbiddenField('value', 'may not be changed in an update.'))
    if (preemptionPolicy !== previous.preemptionPolicy) {
      errors.push(invalidValue('preemptionPolicy', preemptionPolicy, 'field is immutable'))
    }
    return errors
  }
  const { name = '' } = metadata
  if (name.startsWith(RESERVED)) {
    const why = systemError(next)
    if (why) {
      const rule = "priority class names with 'system-' prefix are reserved for system use only"
      errors.push(forbiddenField('metadata.name', `${rule}. error: ${why}`))
    }
  } else if (value > HIGHEST) {
    const detail = `maximum allowed value of a user defined priority is ${HIGHEST}`
    errors.push(forbiddenField('value', detail))
  }
  if (!POLICIES.includes(preemptionPolicy!)) errors.push(unsupported('preemptionPolicy', preemptionPolicy, POLICIES))
  return errors
}

function systemError({ metadata: { name }, value, globalDefault }: PriorityClass): string | undefined {
  if (!Object.hasOwn(SYSTEM, name)) return `${name} is not a known system priority class`
  if (value !== SYSTEM[name]) return `value of ${name} PriorityClass must be ${SYSTEM[name]}`
  if (globalDefault) return `globalDefault of ${name} PriorityClass must be false`
  return undefined
}
