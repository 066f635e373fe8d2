import { ApiError } from '../../../api/errors.ts'
import type { Pod } from '../../../lib/objects.ts'
import { controllerOf } from '../../../lib/owner.ts'
import { parseSelector } from '../../../lib/selector.ts'
import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { DRY_RUN, type DryRun, dryRun, dryRunSuffix } from '../../dry-run.ts'
import { isNotFound } from '../../failures.ts'
import { listPages } from '../../pages.ts'
import { CHUNK_SIZE, SELECTOR } from '../../targets.ts'
import { cordonNodes, findNodes } from '../cordon.ts'
import { type DrainPlan, judge, plan } from './filters.ts'
import { Removal } from './removal.ts'

export const drain: Command = {
  name: 'drain',
  group: 'Cluster Management Commands:',
  usage: 'NODE',
  summary: 'Drain node in preparation for maintenance',
  long: `Take all pods off nodes that are to be maintained.

The nodes are cordoned, then their pods are evicted; the command ends when all of them are gone. An eviction that a
PodDisruptionBudget refuses is tried again every five seconds, until --timeout. Pods of a DaemonSet stay, but must be
ignored on purpose; pods without a controller are lost for good and need --force; pods with emptyDir volumes lose what
is in them and need --delete-emptydir-data. Static pods are left alone.`,
  examples: `  # Move the pods of a node elsewhere
  kubesim drain kubesim-worker --ignore-daemonsets

  # Also pods that nobody will make again, giving each fifteen minutes to end
  kubesim drain kubesim-worker --ignore-daemonsets --force --grace-period=900`,
  complete: 'node',
  flags: [
    { ...CHUNK_SIZE, hidden: true },
    {
      name: 'delete-emptydir-data',
      type: 'bool',
      default: false,
      help: 'Go on even if pods use emptyDir volumes, whose data will be lost.',
    },
    {
      name: 'disable-eviction',
      type: 'bool',
      default: false,
      help: 'Delete the pods instead of evicting them. This goes past PodDisruptionBudgets.',
    },
    DRY_RUN,
    { name: 'force', type: 'bool', default: false, help: 'Go on even if there are pods without a controller.' },
    {
      name: 'grace-period',
      type: 'int',
      default: -1,
      help: "Seconds that each pod gets to end by itself. The pod's own period if negative.",
    },
    { name: 'ignore-daemonsets', type: 'bool', default: false, help: 'Leave pods of DaemonSets where they are.' },
    { name: 'pod-selector', type: 'string', default: '', help: 'Only take away pods that match this label selector.' },
    SELECTOR,
    {
      name: 'skip-wait-for-delete-timeout',
      type: 'int',
      default: 0,
      help: 'Do not wait for pods whose deletion began more than this many seconds ago. 0: wait for all.',
    },
    { name: 'timeout', type: 'duration', default: 0, help: 'How long to go on trying and waiting; zero: for ever.' },
  ],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const mode = dryRun(ctx, flags)
  checkSelector(flags['pod-selector'])
  const nodes = await findNodes(ctx, 'drain', args, flags)
  await cordonNodes(ctx, nodes, true, mode)
  const pending: string[] = []
  const errors: unknown[] = []
  for (const { name } of nodes) {
    try {
      await drainNode(ctx, name, flags, mode)
      ctx.print(`node/${name} drained${dryRunSuffix(mode)}`)
    } catch (error) {
      if (!(error instanceof FailedError) && !(error instanceof ApiError)) throw error
      const text = `unable to drain node ${JSON.stringify(name)} due to error: ${error.message}`
      ctx.complain(`error: ${text}, continuing command...`)
      pending.push(name)
      errors.push(error)
    }
  }
  if (pending.length === 0) return
  ctx.complain('There are pending nodes to be drained:')
  for (const name of pending) ctx.complain(` ${name}`)
  throw new AggregateError(errors)
}

function checkSelector(text: string): void {
  try {
    parseSelector(text)
  } catch {
    throw new FailedError('--pod-selector=<pod_selector> must be a valid label selector')
  }
}

async function drainNode(ctx: CommandContext, node: string, flags: Flags, mode: DryRun): Promise<void> {
  const { take, warnings, refusals } = await podsOf(ctx, node, flags)
  if (refusals.length > 0) throw new FailedError(together(refusals))
  if (warnings) ctx.warn(warnings)
  if (mode === 'client') {
    for (const { metadata } of take) ctx.print(`evicting pod ${metadata.namespace}/${metadata.name} (dry run)`)
    return
  }
  const errors = await new Removal(ctx, flags, mode === 'server').remove(take)
  if (errors.length === 0) return
  const text = together(errors)
  const { take: left } = await podsOf(ctx, node, flags)
  if (left.length > 0) {
    ctx.complain(`There are pending pods in node ${JSON.stringify(node)} when an error occurred: ${text}`)
    for (const { metadata } of left) ctx.complain(`pod/${metadata.name}`)
  }
  throw new FailedError(text)
}

/** Several errors as Go's aggregates print them. */
const together = (texts: string[]): string => (texts.length === 1 ? texts[0]! : `[${texts.join(', ')}]`)

async function podsOf(ctx: CommandContext, node: string, flags: Flags): Promise<DrainPlan> {
  const query = { fieldSelector: `spec.nodeName=${node}`, labelSelector: flags['pod-selector'] }
  const list = await listPages(ctx.client, { resource: 'pods', query }, flags['chunk-size'])
  const pods = list.items as Pod[]
  const missing = await missingDaemonSets(ctx, pods)
  const options = {
    force: flags['force'],
    ignoreDaemonSets: flags['ignore-daemonsets'],
    deleteEmptyDirData: flags['delete-emptydir-data'],
    skipWaitForDelete: flags['skip-wait-for-delete-timeout'],
  }
  return plan(pods, pod => judge(pod, options, ctx.client.now(), missing.get(daemonSetOf(pod) ?? '')))
}

function daemonSetOf(pod: Pod): string | undefined {
  const owner = controllerOf(pod)
  return owner?.kind === 'DaemonSet' ? `${pod.metadata.namespace}/${owner.name}` : undefined
}

/** The refusals for DaemonSets that pods name as their owner and that are no more. */
async function missingDaemonSets(ctx: CommandContext, pods: Pod[]): Promise<Map<string, string>> {
  const missing = new Map<string, string>()
  for (const owner of new Set(pods.map(daemonSetOf))) {
    if (owner === undefined) continue
    const [namespace, name] = owner.split('/') as [string, string]
    try {
      await ctx.client.call({ verb: 'get', resource: 'daemonsets.apps', namespace, name })
    } catch (error) {
      if (!isNotFound(error)) throw error
      missing.set(owner, (error as ApiError).message)
    }
  }
  return missing
}
