import type { Resource } from '../../../client/client.ts'
import type { CommandContext, Flag, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { deleteTarget } from '../../deletion.ts'
import { type DryRun, klog } from '../../dry-run.ts'
import { type Found, fetchList, foundObject } from '../../fetch.ts'
import { PROGRAM } from '../../globals.ts'
import { lastApplied } from '../../last-applied.ts'
import type { KubeObject } from '../../../lib/objects.ts'

export const PRUNE_FLAGS: Flag[] = [
  { name: 'all', type: 'bool', default: false, help: 'With --prune: choose among all objects that were applied.' },
  {
    name: 'prune',
    type: 'bool',
    default: false,
    help: 'Delete objects that were applied before and are not in the files any more. Needs --all or a selector.',
  },
  {
    name: 'prune-allowlist',
    type: 'array',
    help: 'Choose among these kinds only: group/version/kind, with `core` for the group without a name.',
  },
]

/** What is pruned when nothing else is said (kubectl pkg/util/prune), in its order. */
const NAMESPACED = [
  'core/v1/ConfigMap',
  'core/v1/Endpoints',
  'core/v1/PersistentVolumeClaim',
  'core/v1/Pod',
  'core/v1/ReplicationController',
  'core/v1/Secret',
  'core/v1/Service',
  'batch/v1/Job',
  'batch/v1/CronJob',
  'networking.k8s.io/v1/Ingress',
  'apps/v1/DaemonSet',
  'apps/v1/Deployment',
  'apps/v1/ReplicaSet',
  'apps/v1/StatefulSet',
]
const CLUSTER_WIDE = ['core/v1/Namespace', 'core/v1/PersistentVolume']

/** Refuses what does not go together. Throws FailedError. */
export function checkPrune(flags: Flags): void {
  if (!flags['prune']) return
  if (flags['all'] && flags['selector']) throw new FailedError('cannot set --all and --selector at the same time')
  if (!flags['all'] && !flags['selector']) {
    throw new FailedError(
      'all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector',
    )
  }
  for (const text of flags['prune-allowlist']) parseKind(text)
}

function parseKind(text: string): { apiVersion: string; kind: string } {
  const [group, version, kind, more] = text.split('/')
  if (!group || !version || !kind || more !== undefined) {
    throw new FailedError(`invalid GroupVersionKind format: ${text}, please follow <group/version/kind>`)
  }
  return { apiVersion: group === 'core' ? version : `${group}/${version}`, kind }
}

/** Which objects are chosen: what was applied now is not, by uid. */
interface Choice {
  ctx: CommandContext
  flags: Flags
  applied: ReadonlySet<string>
  namespaces: ReadonlySet<string>
}

/** Objects that apply has made before, that the selector takes, and that were not applied now. */
export async function* prunable({ ctx, flags, applied, namespaces }: Choice): AsyncGenerator<Found> {
  const chosen = await chosenResources(ctx, flags['prune-allowlist'])
  const targets = {
    named: [],
    lists: [],
    labelSelector: flags['selector'],
    fieldSelector: '',
    chunk: 0,
    single: false,
    unread: [],
  }
  const places = [
    ...[...namespaces].flatMap(namespace =>
      chosen.filter(r => r.namespaced).map(resource => ({ resource, namespace })),
    ),
    ...chosen.filter(r => !r.namespaced).map(resource => ({ resource })),
  ]
  for (const place of places) {
    const { items } = await fetchList(ctx.client, place, targets)
    for (const object of items) {
      if (lastApplied(object) !== undefined && !applied.has(object.metadata.uid!)) {
        yield foundObject(place.resource, object)
      }
    }
  }
}

async function chosenResources(ctx: CommandContext, allowed: string[]): Promise<Resource[]> {
  const served = await ctx.client.resources()
  return (allowed.length > 0 ? allowed : [...NAMESPACED, ...CLUSTER_WIDE]).flatMap(text => {
    const { apiVersion, kind } = parseKind(text)
    const found = served.find(each => each.apiVersion === apiVersion && each.kind === kind)
    if (!found && allowed.length > 0) {
      throw new FailedError(`no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`)
    }
    return found ? [found] : []
  })
}

interface Pruning extends Choice {
  dryRun: DryRun
  cascade: 'Background' | 'Foreground' | 'Orphan'
  tell(object: KubeObject): void
}

export async function prune({ dryRun, cascade, tell, ...choice }: Pruning): Promise<void> {
  const { ctx, flags } = choice
  if (flags['prune-allowlist'].length === 0) {
    klog(
      ctx,
      `Deprecated: ${PROGRAM} apply will no longer prune non-namespaced resources by default when used with the --namespace flag in a future release. To preserve the current behaviour, list the resources you want to target explicitly in the --prune-allowlist flag.`,
    )
  }
  const options = { gracePeriod: flags['grace-period'], cascade, dryRun: dryRun === 'server' }
  for await (const found of prunable(choice)) {
    if (dryRun !== 'client') await deleteTarget(ctx, found, options)
    tell(found.object)
  }
}
