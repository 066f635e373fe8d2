import type { Reader } from '../../api/kind.ts'
import type { Context, Controller } from '../../engine/controller.ts'
import { setCondition } from '../../lib/conditions.ts'
import { equal } from '../../lib/equal.ts'
import type { Condition, Pod, PodDisruptionBudget } from '../../lib/objects.ts'
import { within } from '../../lib/term.ts'
import { parseTime } from '../../lib/time.ts'
import type { Change } from '../../store/store.ts'
import { keyParts, ownKeys } from '../own-changes.ts'
import { isReady } from '../pod/readiness.ts'
import { ExpectedError, expected } from './expected.ts'
import { budgetsOf, podsOf, RESOURCE } from './matching.ts'
import { healthy, PATIENCE, stillGoing, withAllowance } from './status.ts'

type Budget = PodDisruptionBudget

const FROM = { from: 'controllermanager' }

/** Counts the pods of budgets. Modelled on pkg/controller/disruption. */
export const disruptionController: Controller = {
  name: 'disruption',
  watches: [
    { resource: RESOURCE, keys: ownKeys },
    { resource: 'pods', keys: podKeys },
  ],
  reconcile,
  waits: () => true,
}

function podKeys({ type, object, previous }: Change, read: Reader): string[] {
  const pod = object as Pod
  if (read.tally(within('budgets', pod.metadata.namespace!)) === 0) return []
  if (type === 'MODIFIED' && previous && !matters(pod, previous as Pod)) return []
  const budgets = [...budgetsOf(pod, read), ...(previous ? budgetsOf(previous as Pod, read) : [])]
  return [...new Set(budgets.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`))]
}

const matters = (pod: Pod, old: Pod): boolean =>
  isReady(pod) !== isReady(old) ||
  pod.metadata.deletionTimestamp !== old.metadata.deletionTimestamp ||
  !equal(pod.metadata.labels, old.metadata.labels) ||
  !equal(pod.metadata.ownerReferences, old.metadata.ownerReferences)

function reconcile(key: string, ctx: Context): { requeueAfter: number } | undefined {
  const [namespace, name] = keyParts(key)
  const budget = ctx.read.get<Budget>(RESOURCE, namespace, name)
  if (!budget) return undefined
  const pods = podsOf(budget, ctx.read)
  if (pods.length === 0) ctx.event(budget, 'Normal', 'NoPods', 'No matching pods found', FROM)
  let should: { pods: number; healthy: number }
  try {
    should = expected(budget, pods, ctx.read)
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error
    fail(budget, error.message, ctx)
    return undefined
  }
  const { now } = ctx
  const { disruptedPods: _, ...old } = budget.status
  const disruptedPods = stillGoing(pods, budget.status, now)
  const currentHealthy = healthy(pods, budget.status, now)
  const spare = should.pods > 0 ? Math.max(0, currentHealthy - should.healthy) : 0
  const counted = {
    ...old,
    ...(Object.keys(disruptedPods).length > 0 && { disruptedPods }),
    currentHealthy,
    desiredHealthy: should.healthy,
    expectedPods: should.pods,
    disruptionsAllowed: spare,
    observedGeneration: budget.metadata.generation,
  }
  write(budget, withAllowance(counted, budget.metadata.generation, now), ctx)
  const times = Object.values(disruptedPods).map(time => parseTime(time)! + PATIENCE)
  return times.length > 0 ? { requeueAfter: Math.max(1, Math.min(...times) - now) } : undefined
}

function write(budget: Budget, status: Budget['status'], ctx: Context): void {
  if (!equal(status, budget.status)) ctx.api.updateStatus({ ...budget, status })
}

/** Nothing may be evicted while it is not known how many there should be. */
function fail(budget: Budget, message: string, ctx: Context): void {
  const why = `Failed to calculate the number of expected pods: ${message}`
  ctx.event(budget, 'Warning', 'CalculateExpectedPodCountFailed', why, FROM)
  const next: Condition = {
    type: 'DisruptionAllowed',
    status: 'False',
    reason: 'SyncFailed',
    message,
    observedGeneration: budget.metadata.generation,
  }
  const conditions = setCondition(budget.status.conditions as Condition[] | undefined, next, ctx.now)
  const { generation: observedGeneration } = budget.metadata
  const status = { ...budget.status, disruptionsAllowed: 0, observedGeneration, conditions }
  write(budget, status as Budget['status'], ctx)
}
