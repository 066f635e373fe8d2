import { forbidden } from '../../api/errors.ts'
import type { Admission } from '../../api/kind.ts'
import type { Pod, PriorityClass } from '../../lib/objects.ts'

const CLASSES = 'priorityclasses.scheduling.k8s.io'

type PreemptionPolicy = NonNullable<Pod['spec']['preemptionPolicy']>

/** Admission plugin Priority: the class names the number, nobody else does. */
export function admitPriority(pod: Pod, admission: Admission): void {
  const { spec, metadata } = pod
  const found = classOf(pod, admission)
  const value = found?.value ?? 0
  if (found && !spec.priorityClassName) spec.priorityClassName = found.metadata.name
  if (spec.priority !== undefined && spec.priority !== value) {
    const why = `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`
    throw forbidden('pods', metadata.name, why)
  }
  const policy = (found?.preemptionPolicy ?? 'PreemptLowerPriority') as PreemptionPolicy
  if (spec.preemptionPolicy && spec.preemptionPolicy !== policy) {
    const why = `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; priority admission controller computed ${policy} from the given PriorityClass name`
    throw forbidden('pods', metadata.name, why)
  }
  spec.priority = value
  spec.preemptionPolicy = policy
}

function classOf({ spec, metadata }: Pod, { read }: Admission): PriorityClass | undefined {
  const name = spec.priorityClassName
  if (!name) return globalDefault(read.list<PriorityClass>(CLASSES))
  const found = read.get<PriorityClass>(CLASSES, undefined, name)
  if (found) return found
  throw forbidden('pods', metadata.name, `no PriorityClass with name ${name} was found`)
}

/** The lowest of them, should there be several. */
function globalDefault(classes: PriorityClass[]): PriorityClass | undefined {
  let found: PriorityClass | undefined
  for (const each of classes) if (each.globalDefault && (!found || each.value < found.value)) found = each
  return found
}
