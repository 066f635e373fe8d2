import { ApiError, forbidden } from '../../api/errors.ts'
import type { Connection } from '../../api/kind.ts'
import type { Pod, PodDisruptionBudget } from '../../lib/objects.ts'
import { rfc3339 } from '../../lib/time.ts'
import { isReady, isTerminal } from '../pod/readiness.ts'
import { budgetsOf, RESOURCE } from './matching.ts'
import { withAllowance } from './status.ts'

/** Seconds after which to ask again about a budget that has not been counted yet. */
const UNCOUNTED_RETRY = 10

/** Takes one disruption from the budget that a pod comes under, before it is evicted. Throws ApiError to refuse. */
export function spend(pod: Pod, { read, now, write }: Connection): void {
  if (isTerminal(pod) || pod.status.phase === 'Pending' || pod.metadata.deletionTimestamp) return
  const [budget, another] = budgetsOf(pod, read)
  if (!budget) return
  if (another) {
    const why = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.'
    throw new ApiError('', why)
  }
  if (!isReady(pod) && mayGoUnready(budget)) return
  check(budget)
  const { status } = budget
  const disruptedPods = { ...status.disruptedPods, [pod.metadata.name]: rfc3339(now) }
  const left = { ...status, disruptionsAllowed: status.disruptionsAllowed - 1, disruptedPods }
  write({
    ...budget,
    status: left.disruptionsAllowed === 0 ? withAllowance(left, budget.metadata.generation, now) : left,
  })
}

/** A pod that is not ready does no good: it may go if the others are enough, or always. */
function mayGoUnready({ spec, status }: PodDisruptionBudget): boolean {
  if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true
  return status.currentHealthy >= status.desiredHealthy && status.desiredHealthy > 0
}

function check({ metadata, status }: PodDisruptionBudget): void {
  const { name, generation = 0 } = metadata
  if ((status.observedGeneration ?? 0) < generation) {
    throw tooMany(`The disruption budget ${name} is still being processed by the server.`, UNCOUNTED_RETRY)
  }
  if (status.disruptionsAllowed < 0) throw forbidden(RESOURCE, name, 'pdb disruptions allowed is negative')
  if (status.disruptionsAllowed > 0) return
  const { desiredHealthy, currentHealthy } = status
  throw tooMany(
    `The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`,
  )
}

const tooMany = (cause: string, retryAfterSeconds?: number): ApiError =>
  new ApiError('TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", {
    causes: [{ reason: 'DisruptionBudget', message: cause, field: '' }],
    ...(retryAfterSeconds && { retryAfterSeconds }),
  })
