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
export async function podsOf(
  ctx: CommandContext,
  target: Target,
  preferFewRestarts: boolean,
  purpose = 'cannot attach to',
): Promise<Pod[]> {
  const object = (await fetchTarget(ctx.client, target)) as KubeObject
  if (target.resource.resource === 'pods') return [object as Pod]
  const labelSelector = selectorOf(object, target.resource, purpose)
  return (await selectedPods(ctx, labelSelector)).sort((a, b) => compare(a, b, preferFewRestarts))
}

/** Looks for pods, waiting (ms) until there is at least one. Throws what `look` throws, FailedError. */
export async function waited(ctx: CommandContext, timeout: Ms, look: () => Promise<Pod[]>): Promise<Pod[]> {
  const until = ctx.client.now() + timeout
  for (;;) {
    const pods = await look()
    if (pods.length) return pods
    if (!(await ctx.client.next(until))) throw new FailedError('timed out waiting for the condition')
  }
}

/** The best of the pods behind an object, waiting (ms) until there is one. Throws ApiError, FailedError. */
export const firstPod = async (ctx: CommandContext, target: Target, timeout: Ms): Promise<Pod> =>
  (await waited(ctx, timeout, () => podsOf(ctx, target, true)))[0]!

export async function selectedPods(ctx: CommandContext, labelSelector: string): Promise<Pod[]> {
  const query = { labelSelector }
  return (await ctx.client.call({ verb: 'list', resource: 'pods', namespace: ctx.namespace.name, query })).body.items
}

function selectorOf(object: KubeObject, { kind, version, resource }: Resource, purpose: string): string {
  const selector = object['spec']?.selector
  if (selector?.matchLabels || selector?.matchExpressions) return formatSelector(selector)
  if (selector && Object.keys(selector).length) return formatLabels(selector)
  const type = `*${version}.${kind}`
  const why =
    resource === 'services'
      ? `invalid service '${object.metadata.name}': Service is defined without a selector`
      : `selector for ${type} not implemented`
  throw new FailedError(`${purpose} ${type}: ${why}`)
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
