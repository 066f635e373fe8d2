import type { Resource } from '../../../client/client.ts'
import { isTrue } from '../../../lib/conditions.ts'
import type { KubeObject, Pod } from '../../../lib/objects.ts'
import { formatLabels, formatSelector } from '../../../lib/selector.ts'
import type { Ms } from '../../../lib/time.ts'
import { type CommandContext, FailedError } from '../../command.ts'
import { fetchTarget } from '../../fetch.ts'
import { resolveResource } from '../../resources.ts'
import type { Target } from '../../targets.ts'

/** `POD`, `pod/POD`, `TYPE/NAME`: what a command that wants one pod is given. Throws FailedError for an unknown type. */
export async function podTarget(ctx: CommandContext, word: string): Promise<Target> {
  const slash = word.indexOf('/')
  const resource = await resolveResource(ctx.client, slash < 0 ? 'pods' : word.slice(0, slash))
  return { resource, namespace: resource.namespaced ? ctx.namespace.name : undefined, name: word.slice(slash + 1) }
}

/** The pods behind an object: itself, or what its selector selects, the best one first. Throws ApiError, FailedError. */
export async function podsOf(ctx: CommandContext, target: Target, preferFewRestarts: boolean): Promise<Pod[]> {
  const object = (await fetchTarget(ctx.client, target)) as KubeObject
  if (target.resource.resource === 'pods') return [object as Pod]
  const labelSelector = selectorOf(object, target.resource)
  return (await selectedPods(ctx, labelSelector)).sort((a, b) => compare(a, b, preferFewRestarts))
}

/**
 * The best of those pods, waiting (ms) until there is one; a pod that is itself the object need not run. Throws ApiError,
 * FailedError.
 */
export async function firstPod(ctx: CommandContext, target: Target, timeout: Ms): Promise<Pod> {
  const until = ctx.client.now() + timeout
  for (;;) {
    const [pod] = await podsOf(ctx, target, true)
    if (pod) return pod
    if (!(await ctx.client.next(until))) throw new FailedError('timed out waiting for the condition')
  }
}

export async function selectedPods(ctx: CommandContext, labelSelector: string): Promise<Pod[]> {
  const query = { labelSelector }
  return (await ctx.client.call({ verb: 'list', resource: 'pods', namespace: ctx.namespace.name, query })).body.items
}

function selectorOf(object: KubeObject, { kind, group, version, resource }: Resource): string {
  const selector = object['spec']?.selector
  if (selector?.matchLabels || selector?.matchExpressions) return formatSelector(selector)
  if (selector && Object.keys(selector).length) return formatLabels(selector)
  if (resource === 'services')
    throw new FailedError(`invalid service '${object.metadata.name}': Service is defined without a selector`)
  throw new FailedError(`cannot attach to *${group || 'core'}.${version}.${kind}: selector for it is not implemented`)
}

const restarts = (pod: Pod) => Math.max(0, ...(pod.status.containerStatuses ?? []).map(each => each.restartCount))
const PHASES = ['Running', 'Unknown', 'Pending']
const phase = (pod: Pod) => (PHASES.indexOf(pod.status.phase ?? '') + PHASES.length + 1) % (PHASES.length + 1)
const readySince = (pod: Pod) =>
  pod.status.conditions?.find(({ type, status }) => type === 'Ready' && status === 'True')?.lastTransitionTime ?? '9'

/** Which pod shows best what a workload does: assigned, running, ready, and for long (client-go podutils). */
function compare(a: Pod, b: Pod, preferFewRestarts: boolean): number {
  const order = (x: string | number | boolean, y: string | number | boolean) => (x < y ? -1 : x > y ? 1 : 0)
  const unready = (pod: Pod) => !isTrue(pod.status.conditions, 'Ready')
  return (
    order(!a.spec.nodeName, !b.spec.nodeName) ||
    order(phase(a), phase(b)) ||
    order(unready(a), unready(b)) ||
    order(readySince(a), readySince(b)) ||
    order(restarts(a), restarts(b)) * (preferFewRestarts ? 1 : -1) ||
    order(String(a.metadata.creationTimestamp), String(b.metadata.creationTimestamp))
  )
}
