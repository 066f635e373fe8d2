import type * as batch from 'kubernetes-types/batch/v1'
import type { ContainerStatus, Job, Pod } from '../../lib/objects.ts'
import { isTerminal } from '../pod/readiness.ts'

export interface Verdict {
  action: 'Count' | 'FailIndex' | 'FailJob' | 'Ignore'
  message: string
}

type Rule = batch.PodFailurePolicyRule

/** What spec.podFailurePolicy says of a pod that failed (pkg/controller/job/pod_failure_policy.go). */
export function verdict({ spec }: Job, pod: Pod): Verdict {
  const count: Verdict = { action: 'Count', message: '' }
  // A pod that is only being deleted has no exit codes yet.
  if (!spec.podFailurePolicy || (spec.podReplacementPolicy === 'Failed' && !isTerminal(pod))) return count
  for (const [i, rule] of spec.podFailurePolicy.rules.entries()) {
    const why = rule.onExitCodes ? exitCode(rule, pod) : podCondition(rule, pod)
    if (why)
      return { action: rule.action as Verdict['action'], message: `${why} matching ${rule.action} rule at index ${i}` }
  }
  return count
}

function exitCode({ onExitCodes }: Rule, { metadata, status }: Pod): string | undefined {
  const { containerName, operator, values } = onExitCodes!
  const matches = ({ name, state }: ContainerStatus) => {
    const code = state?.terminated?.exitCode
    if (!code || (containerName && containerName !== name)) return false
    return values.includes(code) === (operator === 'In')
  }
  const found = status.containerStatuses?.find(matches) ?? status.initContainerStatuses?.find(matches)
  if (!found) return undefined
  const code = found.state!.terminated!.exitCode
  return `Container ${found.name} for pod ${metadata.namespace}/${metadata.name} failed with exit code ${code}`
}

function podCondition({ onPodConditions }: Rule, { metadata, status }: Pod): string | undefined {
  for (const { type, status: wanted = 'True' } of onPodConditions ?? []) {
    if (status.conditions?.some(each => each.type === type && each.status === wanted)) {
      return `Pod ${metadata.namespace}/${metadata.name} has condition ${type}`
    }
  }
  return undefined
}
