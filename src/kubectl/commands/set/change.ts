/** What the `set` commands share: changing a part of each object named and sending it. */
import { equal } from '../../../lib/equal.ts'
import { createMergePatch } from '../../../lib/merge-patch.ts'
import type { Container, KubeObject, PodSpec } from '../../../lib/objects.ts'
import type { CommandContext, Flag, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { definitionOf } from '../../definition.ts'
import { DRY_RUN, dryRun } from '../../dry-run.ts'
import { throwAll } from '../../failures.ts'
import { fetchTargets, type Found } from '../../fetch.ts'
import { FILE_FLAGS } from '../../manifests/load.ts'
import { outputFlags } from '../../printers/index.ts'
import { Results } from '../../results.ts'
import { resolveTargets, SELECTOR } from '../../targets.ts'
import { fieldManager } from '../../field-manager.ts'

export const SET_FLAGS: Flag[] = [
  { name: 'all', type: 'bool', default: false, help: 'Take all objects of the kinds given, in the namespace.' },
  DRY_RUN,
  fieldManager('kubectl-set'),
  ...FILE_FLAGS,
  { name: 'local', type: 'bool', default: false, help: 'Work on the files of -f alone, without asking the cluster.' },
  ...outputFlags(),
  SELECTOR,
]

export const CONTAINERS: Flag = {
  name: 'containers',
  short: 'c',
  type: 'string',
  default: '*',
  help: 'The names of the containers to change; may hold wildcards. Default: all.',
}

/** The objects named. All must be found. */
export async function setTargets(ctx: CommandContext, args: string[], flags: Flags): Promise<Found[]> {
  if (flags['local']) {
    if (args.length > 0) {
      throw new FailedError(
        `you must specify resources by --filename when --local is set.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'`,
      )
    }
    const { named } = await resolveTargets(ctx, args, flags)
    return named.map(target => ({ ...target, object: target.manifest }))
  }
  const { found, errors } = await fetchTargets(ctx.client, await resolveTargets(ctx, args, flags))
  throwAll(errors)
  return found
}

/** Throws FailedError for flags that exclude each other. */
export function checkFlags(flags: Flags): void {
  if (flags['all'] && flags['selector']) throw new FailedError('cannot set --all and --selector at the same time')
  if (flags['local'] && flags['dry-run'] === 'server') {
    throw new FailedError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?')
  }
}

/**
 * Sends what `change` makes of each object; an object that it leaves as it is, is passed over in silence.
 * `failing` names the change in errors of the API.
 */
export async function changeAll(
  ctx: CommandContext,
  found: readonly Found[],
  flags: Flags,
  how: { done: string; change(target: Found): KubeObject | Promise<KubeObject>; errors?: unknown[] },
): Promise<void> {
  const mode = dryRun(ctx, flags)
  const results = await Results.open(ctx, flags, mode)
  const errors = how.errors ?? []
  for (const target of found) {
    try {
      const next = await how.change(target)
      if (equal(next, target.object)) continue
      if (flags['local'] || mode === 'client') results.print(next, how.done)
      else results.print(await send(ctx, target, next, mode === 'server'), how.done)
    } catch (error) {
      errors.push(error)
    }
  }
  throwAll(errors)
}

async function send(
  ctx: CommandContext,
  { resource, namespace, name, object }: Found,
  next: KubeObject,
  dryRun: boolean,
) {
  const query = { patchType: 'merge', dryRun } as const
  const body = createMergePatch(object, next)
  return (await ctx.client.call({ verb: 'patch', resource: resource.resource, namespace, name, query, body })).body
}

/** A copy with another pod spec. Throws FailedError for a kind that makes no pods. */
export function withPodSpec({ resource, name, object }: Found, change: (spec: PodSpec) => PodSpec): KubeObject {
  const path = definitionOf(resource)?.template
  if (!path) {
    const goType = `*${resource.version}.${resource.kind}`
    throw new FailedError(
      `error: ${resource.plural}/${name} the object is not a pod or does not have a pod template: ${goType}`,
    )
  }
  return withField(object, [...path, 'spec'], change)
}

/** A copy in which the field at a path is what `change` makes of it. */
export function withField(object: any, [field, ...rest]: string[], change: (value: any) => any): any {
  if (field === undefined) return change(object)
  return { ...object, [field]: withField(object?.[field] ?? {}, rest, change) }
}

/** A copy in which each chosen container, or init container, is what `change` makes of it. */
export function withContainers(
  spec: PodSpec,
  chosen: (name: string) => boolean,
  change: (container: Container) => Container,
): PodSpec {
  const all = (list: Container[]) => list.map(container => (chosen(container.name) ? change(container) : container))
  const next = { ...spec, containers: all(spec.containers ?? []) }
  return spec.initContainers ? { ...next, initContainers: all(spec.initContainers) } : next
}

/** Names of containers, then of init containers. */
export const containersOf = ({ containers, initContainers }: PodSpec): Container[] => [
  ...(containers ?? []),
  ...(initContainers ?? []),
]

/** Whether a container's name fits the value of --containers, in which `*` stands for anything. */
export function chooser(pattern: string): (name: string) => boolean {
  const parts = pattern.split('*').map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  const expression = new RegExp(`^${parts.join('.*')}$`)
  return name => expression.test(name)
}
