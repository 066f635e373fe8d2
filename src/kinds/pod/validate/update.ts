import { equal } from '../../../lib/equal.ts'
import { goJsonPretty } from '../../../lib/go-json.ts'
import type { Container, Labels, PodSpec } from '../../../lib/objects.ts'
import { unifiedDiff } from '../../../lib/unified-diff.ts'
import { internalPodSpec } from '../internal-types.ts'
import type { Path } from './path.ts'

const MUTABLE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',')

/** What may change in the life of a pod (pkg/apis/core/validation, ValidatePodUpdate). */
export function validateUpdate(next: PodSpec, previous: PodSpec, at: Path): void {
  if (next === previous) return
  if (!sameCount(next.containers, previous.containers, at.at('containers'))) return
  if (!sameCount(next.initContainers, previous.initContainers, at.at('initContainers'))) return
  if (!validateDeadline(next.activeDeadlineSeconds, previous.activeDeadlineSeconds, at)) return
  validateAdditions(next, previous, at)
  const wanted = withMutableOf(next, previous)
  if (equal(wanted, previous)) return
  const before = goJsonPretty(internalPodSpec(previous), false, ' ')
  const after = goJsonPretty(internalPodSpec(wanted), false, ' ')
  at.forbidden(`pod updates may not change fields other than ${MUTABLE}\n${unifiedDiff(before, after)}`)
}

function sameCount(next: readonly Container[] = [], previous: readonly Container[] = [], at: Path): boolean {
  at.each(next, ({ image }, here) => {
    if (!image) here.at('image').required()
  })
  if (next.length === previous.length) return true
  at.forbidden('pod updates may not add or remove containers')
  return false
}

/** A deadline can be set and brought forward, never removed. */
function validateDeadline(next: number | undefined, previous: number | undefined, path: Path): boolean {
  const at = path.at('activeDeadlineSeconds')
  if (next === undefined) {
    if (previous !== undefined) at.invalid(null, 'must not update from a positive integer to nil value')
    return true
  }
  if (next < 0 || next >= 2 ** 31) at.invalid(next, `must be between 0 and ${2 ** 31 - 1}, inclusive`)
  else if (previous !== undefined && previous < next) at.invalid(next, 'must be less than or equal to previous value')
  else return true
  return false
}

/** Tolerations can only be added, scheduling gates only be taken away. */
function validateAdditions(next: PodSpec, previous: PodSpec, at: Path): void {
  for (const old of previous.tolerations ?? []) {
    const timeless = { ...old, tolerationSeconds: undefined }
    const kept = next.tolerations?.some(each => equal({ ...each, tolerationSeconds: undefined }, timeless))
    if (!kept) {
      at.at('tolerations').forbidden('existing toleration can not be modified except its tolerationSeconds')
      return
    }
  }
  const gates = new Set((previous.schedulingGates ?? []).map(gate => gate.name))
  at.at('schedulingGates').each(next.schedulingGates, ({ name }, here) => {
    if (!gates.has(name)) here.forbidden('only deletion is allowed, but found new scheduling gate')
  })
}

/** `next` with what may change as it was, so that what is left is what may not. */
function withMutableOf(next: PodSpec, previous: PodSpec): PodSpec {
  const images = (now: Container[] | undefined, then: Container[] | undefined) =>
    now?.map((container, i) => ({ ...container, image: then![i]!.image }))
  const spec: PodSpec = {
    ...next,
    containers: images(next.containers, previous.containers)!,
    activeDeadlineSeconds: previous.activeDeadlineSeconds,
    schedulingGates: previous.schedulingGates,
    tolerations: previous.tolerations,
  }
  if (next.initContainers) spec.initContainers = images(next.initContainers, previous.initContainers)
  const { terminationGracePeriodSeconds: grace } = previous
  if (grace !== undefined && grace < 0 && next.terminationGracePeriodSeconds === 1) {
    spec.terminationGracePeriodSeconds = grace
  }
  // While a pod is held back by scheduling gates, its node selector may still grow.
  if (previous.schedulingGates?.length && includes(next.nodeSelector, previous.nodeSelector)) {
    spec.nodeSelector = previous.nodeSelector
  }
  return spec
}

function includes(labels: Labels = {}, part: Labels = {}): boolean {
  for (const key in part) if (labels[key] !== part[key]) return false
  return true
}
