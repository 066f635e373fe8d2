import { goJson } from '../lib/go-json.ts'
import { createMergePatch } from '../lib/merge-patch.ts'
import type { KubeObject } from '../lib/objects.ts'
import type { CommandContext, Flag, Flags } from './command.ts'
import { FailedError } from './command.ts'
import { DRY_RUN, dryRun } from './dry-run.ts'
import { throwAll } from './failures.ts'
import { fetchTargets, type Found } from './fetch.ts'
import { FILE_FLAGS } from './manifests/load.ts'
import { outputFlags } from './printers/index.ts'
import { Results } from './results.ts'
import { ALL_NAMESPACES, FIELD_SELECTOR, resolveTargets, SELECTOR } from './targets.ts'
import { own } from '../lib/own.ts'

/** What `label` and `annotate` share: changing one map of metadata by `KEY=VALUE` and `KEY-`. */

export interface Changes {
  set: Record<string, string>
  remove: string[]
}

export interface MetadataChange {
  field: 'labels' | 'annotations'
  noun: 'label' | 'annotation'
  changes: Changes
  /** Print `label "x" not found.` for what is to be removed but is not there. */
  tellMissing: boolean
  /** Throws FailedError when a value would be replaced. */
  refuseOverwrite(before: Record<string, string>): void
  /** The word for what happened, from the object's JSON before and after. */
  done(before: string, after: string, overwrite: boolean): string
}

export const CHANGE_FLAGS: Flag[] = [
  { name: 'all', type: 'bool', default: false, help: 'Take all objects of the kinds given, in the namespace.' },
  ALL_NAMESPACES,
  DRY_RUN,
  FIELD_SELECTOR,
  ...FILE_FLAGS,
  { name: 'list', type: 'bool', default: false, help: 'Show what the object has (with the changes) and send nothing.' },
  { name: 'local', type: 'bool', default: false, help: 'Work on the files of -f alone, without asking the cluster.' },
  ...outputFlags(),
  { name: 'overwrite', type: 'bool', default: false, help: 'Allow values to be replaced.' },
  {
    name: 'resource-version',
    type: 'string',
    default: '',
    help: 'Only succeed if the object still has this resourceVersion. Only for a single object.',
  },
  SELECTOR,
]

/** `web app=x tier-` -> resources and changes. Throws FailedError when they are mixed. */
export function splitPairs(args: readonly string[], type: string): { resources: string[]; pairs: string[] } {
  const resources: string[] = []
  const pairs: string[] = []
  for (const arg of args) {
    const pair = (arg.includes('=') && arg[0] !== '=') || (arg.endsWith('-') && arg !== '-')
    if (pair) pairs.push(arg)
    else if (pairs.length === 0) resources.push(arg)
    else throw new FailedError(`all resources must be specified before ${type} changes: ${arg}`)
  }
  return { resources, pairs }
}

export async function change(
  ctx: CommandContext,
  resources: string[],
  flags: Flags,
  how: MetadataChange,
): Promise<void> {
  check(resources, flags, how)
  const mode = dryRun(ctx, flags)
  const results = await Results.open(ctx, flags, mode)
  // With --local only files count.
  const targets = await resolveTargets(ctx, flags['local'] ? [] : resources, flags)
  const local = flags['local'] || flags['list'] || mode === 'client'
  const { found, errors } = flags['local']
    ? { found: targets.named.map(target => ({ ...target, object: target.manifest as KubeObject })), errors: [] }
    : await fetchTargets(ctx.client, targets)
  if (found.length !== 1 && flags['resource-version']) {
    throw new FailedError('--resource-version may only be used with a single resource')
  }
  for (const target of found) {
    try {
      const { object, word } = await changeOne(ctx, target, flags, how, local, mode === 'server')
      if (flags['list']) list(ctx, target, object, how, found.length === 1)
      else results.print(object, word)
    } catch (error) {
      errors.push(error)
    }
  }
  throwAll(errors)
}

function check(resources: string[], flags: Flags, { noun, changes }: MetadataChange): void {
  if (flags['all'] && flags['selector']) throw new FailedError('cannot set --all and --selector at the same time')
  if (flags['all'] && flags['field-selector']) {
    throw new FailedError('cannot set --all and --field-selector at the same time')
  }
  if (flags['local'] && flags['dry-run'] === 'server') {
    throw new FailedError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?')
  }
  if (resources.length === 0 && (flags['filename'] ?? []).length === 0 && !flags['kustomize']) {
    throw new FailedError('one or more resources must be specified as <resource> <name> or <resource>/<name>')
  }
  if (Object.keys(changes.set).length === 0 && changes.remove.length === 0 && !flags['list']) {
    throw new FailedError(`at least one ${noun} update is required`)
  }
}

async function changeOne(
  ctx: CommandContext,
  { resource, namespace, name, object }: Found,
  flags: Flags,
  how: MetadataChange,
  local: boolean,
  dryRun: boolean,
): Promise<{ object: KubeObject; word: string }> {
  const before: Record<string, string> = object.metadata[how.field] ?? {}
  if (how.tellMissing && !local) {
    for (const key of how.changes.remove)
      if (own(before, key) === undefined) ctx.print(`${how.noun} "${key}" not found.`)
  }
  if (!flags['overwrite']) how.refuseOverwrite(before)
  const after = { ...before, ...how.changes.set }
  for (const key of how.changes.remove) delete after[key]
  const version = flags['resource-version']
  const changed = {
    ...object,
    metadata: {
      ...object.metadata,
      [how.field]: Object.keys(after).length > 0 ? after : undefined,
      ...(version ? { resourceVersion: version } : {}),
    },
  }
  const word = how.done(goJson(object), goJson(changed), flags['overwrite'])
  if (local) return { object: changed, word }
  const patch = createMergePatch(object, changed)
  if (version) patch['metadata'] = { ...patch['metadata'], resourceVersion: version }
  const { body } = await ctx.client.call({
    verb: 'patch',
    resource: resource.resource,
    namespace,
    name,
    query: { patchType: 'merge', dryRun: dryRun || undefined },
    body: patch,
  })
  return { object: body, word }
}

function list(
  ctx: CommandContext,
  { resource, name }: Found,
  object: KubeObject,
  how: MetadataChange,
  one: boolean,
): void {
  if (!one) ctx.print(`Listing ${how.field} for ${resource.kind}.${resource.group}/${name}:`)
  const map: Record<string, string> = object.metadata[how.field] ?? {}
  for (const key of Object.keys(map).sort()) ctx.print(`${one ? '' : ' '}${key}=${map[key]}`)
}
