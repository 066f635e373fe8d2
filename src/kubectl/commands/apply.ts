import type { FieldValidation } from '../../api/schema/decode.ts'
import type { KubeObject } from '../../lib/objects.ts'
import { isMap } from '../../lib/own.ts'
import type { Command, CommandContext, Flags } from '../command.ts'
import { FailedError, UsageError } from '../command.ts'
import { cascade, DELETE_FLAGS } from '../deletion.ts'
import { DRY_RUN, type DryRun, dryRun } from '../dry-run.ts'
import { describeTarget, isNotFound, throwAll, withSource } from '../failures.ts'
import { fieldManager } from '../field-manager.ts'
import { PROGRAM } from '../globals.ts'
import { LAST_APPLIED, lastApplied, placed, withLastApplied } from '../last-applied.ts'
import { FILE_FLAGS, loadTargets, type ManifestTarget } from '../manifests/load.ts'
import { outputFlags } from '../printers/index.ts'
import { Results } from '../results.ts'
import { SELECTOR } from '../targets.ts'
import { fieldValidation, VALIDATE } from '../validation.ts'
import { applyPatch } from './apply/patch.ts'
import { checkPrune, PRUNE_FLAGS, prune } from './apply/prune.ts'
import { applyServerSide, CLIENT_SIDE, FORCE_CONFLICTS, SERVER_SIDE } from './apply/server-side.ts'
import { editLastApplied } from './apply/edit-last-applied.ts'
import { setLastApplied } from './apply/set-last-applied.ts'
import { viewLastApplied } from './apply/view-last-applied.ts'

export const apply: Command = {
  name: 'apply',
  group: 'Advanced Commands:',
  usage: '(-f FILENAME | -k DIRECTORY)',
  summary: 'Apply a configuration to a resource by file name or stdin',
  long: `Make the cluster as the files say: objects that are missing are created, others are changed where they differ.

What an earlier apply set and the files no longer say is removed; what others have set stays. For that apply remembers what it
was given in the annotation ${LAST_APPLIED}.`,
  examples: `  # Apply a file
  kubesim apply -f web.yaml

  # Apply all manifests of a folder and of the folders in it
  kubesim apply -R -f manifests/

  # Apply what another program writes
  cat web.yaml | kubesim apply -f -

  # See what would come of it
  kubesim apply -f web.yaml --dry-run=server -o yaml`,
  complete: 'file',
  flags: [
    ...DELETE_FLAGS.map(flag => (flag.name === 'wait' ? { ...flag, default: false } : flag)),
    DRY_RUN,
    fieldManager(CLIENT_SIDE),
    ...FILE_FLAGS,
    FORCE_CONFLICTS,
    ...outputFlags(),
    {
      name: 'overwrite',
      type: 'bool',
      default: true,
      help: 'Replace values that others have changed since the last apply by those of the files.',
    },
    ...PRUNE_FLAGS,
    SELECTOR,
    {
      name: 'server-side',
      type: 'bool',
      default: false,
      help: 'Have the API server do the merging, and remember there who owns which field.',
    },
    VALIDATE,
  ],
  commands: [editLastApplied, setLastApplied, viewLastApplied],
  run,
}

interface Applying {
  ctx: CommandContext
  flags: Flags
  results: Results
  dryRun: DryRun
  validation: FieldValidation
  /** With -o: what was applied so far, to be printed at the end. */
  applied: KubeObject[]
  /** What --prune must leave alone, and where it looks. */
  seen: { uids: Set<string>; namespaces: Set<string> }
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  if (args.length > 0) {
    throw new UsageError(`Unexpected args: [${args.join(' ')}]`, `See '${PROGRAM} apply -h' for help and examples`)
  }
  const validation = fieldValidation(flags)
  const mode = dryRun(ctx, flags)
  check(flags, mode)
  checkPrune(flags)
  const policy = cascade(ctx, flags)
  const results = await Results.open(ctx, flags, mode)
  const { targets, errors: unread } = await loadTargets(ctx, flags, validation !== 'Ignore')
  const errors = unread.length > 0 ? [gathered(unread)] : []
  if (targets.length === 0 && errors.length === 0) throw new FailedError('no objects passed to apply')
  const seen = { uids: new Set<string>(), namespaces: new Set<string>() }
  const applying: Applying = { ctx, flags, results, dryRun: mode, validation, applied: [], seen }
  for (const target of targets) {
    try {
      await applyOne(applying, target)
    } catch (error) {
      errors.push(error)
    }
  }
  printApplied(applying)
  if (flags['prune'] && errors.length === 0) {
    const tell = (object: KubeObject) => results.print(object, 'pruned')
    await prune({ ctx, flags, dryRun: mode, cascade: policy, applied: seen.uids, namespaces: seen.namespaces, tell })
  }
  const [first] = errors
  if (errors.length === 1 && first instanceof AggregateError) throw first
  throwAll(errors.map(error => (error instanceof AggregateError ? new FailedError(listed(error.errors)) : error)))
}

/** Refuses what does not go together. Throws FailedError. */
function check(flags: Flags, mode: DryRun): void {
  if (flags['force-conflicts'] && !flags['server-side']) {
    throw new FailedError('--force-conflicts only works with --server-side')
  }
  if (!flags['server-side']) return
  if (mode === 'client') {
    throw new FailedError("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)")
  }
  if (flags['force']) throw new FailedError('--force cannot be used with --server-side')
}

/** What could not be read counts as one error beside those of applying. */
const gathered = (errors: unknown[]): unknown => (errors.length === 1 ? errors[0] : new AggregateError(errors))

const listed = (errors: Error[]): string => `[${errors.map(error => error.message).join(', ')}]`

async function applyOne(applying: Applying, target: ManifestTarget): Promise<void> {
  const { ctx, flags, dryRun, validation } = applying
  const manifest = placed(target)
  const generateName = manifest.metadata?.generateName
  if (target.name === '' && generateName) {
    throw new FailedError(`from ${generateName}: cannot use generate name with apply`)
  }
  if (flags['server-side']) {
    const manager = flags['field-manager'] === CLIENT_SIDE ? SERVER_SIDE : flags['field-manager']
    const force = flags['force-conflicts']
    const options = { fieldManager: manager, force, dryRun: dryRun === 'server', validation }
    const object = await applyServerSide(ctx, target, options)
    warnIfDeleted(ctx, object)
    tell(applying, object, 'serverside-applied')
    return
  }
  const modified = withLastApplied(manifest)
  const current = await find(ctx, target)
  if (!current) {
    const created = dryRun === 'client' ? modified : await create(applying, target, modified)
    tell(applying, created, 'created')
    return
  }
  if (dryRun === 'client') {
    tell(applying, current, 'configured')
    return
  }
  if (lastApplied(current) === undefined) {
    ctx.warn(
      `resource ${target.resource.plural}/${target.name} is missing the ${LAST_APPLIED} annotation which is required by ${PROGRAM} apply. ${PROGRAM} apply should only be used on resources created declaratively by either ${PROGRAM} create --save-config or ${PROGRAM} apply. The missing annotation will be patched automatically.`,
    )
  }
  const { object, changed } = await applyPatch(ctx, target, current, modified, {
    overwrite: flags['overwrite'],
    force: flags['force'],
    gracePeriod: flags['grace-period'],
    timeout: flags['timeout'],
    dryRun: dryRun === 'server',
    validation,
  })
  warnIfDeleted(ctx, object)
  tell(applying, object, changed ? 'configured' : 'unchanged')
}

function warnIfDeleted(ctx: CommandContext, { metadata }: KubeObject): void {
  if (!metadata.deletionTimestamp) return
  ctx.warn(`Detected changes to resource ${metadata.name} which is currently being deleted.`)
}

/** The object as it is in the cluster; undefined when there is none. */
async function find(ctx: CommandContext, target: ManifestTarget): Promise<KubeObject | undefined> {
  const { resource, namespace, name, source } = target
  try {
    return (await ctx.client.call({ verb: 'get', resource: resource.resource, namespace, name })).body
  } catch (error) {
    if (isNotFound(error)) return undefined
    const doing = `retrieving current configuration of:\n${describeTarget(target)}\nfrom server for:`
    throw withSource(doing, source, error)
  }
}

async function create({ ctx, dryRun, validation }: Applying, target: ManifestTarget, object: KubeObject) {
  const { resource, namespace, source } = target
  const plain = withoutNulls(object) as KubeObject
  const body = { ...plain, metadata: { ...plain.metadata, resourceVersion: undefined } }
  const query = { fieldValidation: validation, dryRun: dryRun === 'server' || undefined }
  try {
    return (await ctx.client.call({ verb: 'create', resource: resource.resource, namespace, query, body })).body
  } catch (error) {
    throw withSource('creating', source, error)
  }
}

/** A null in a manifest means the same on creating as on patching: nothing. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (!isMap(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === null ? [] : [[key, withoutNulls(inner)]])),
  )
}

function tell({ results, applied, flags, seen }: Applying, object: KubeObject, operation: string): void {
  if (object.metadata.uid) seen.uids.add(object.metadata.uid)
  if (object.metadata.namespace) seen.namespaces.add(object.metadata.namespace)
  if (results.wholeObjects && flags['output'].toLowerCase() !== 'name') applied.push(object)
  else results.print(object, operation)
}

/** With -o all objects come at the end, several as a List. */
function printApplied({ results, applied }: Applying): void {
  if (applied.length === 1) results.print(applied[0], '')
  else if (applied.length > 1) results.print({ apiVersion: 'v1', kind: 'List', metadata: {}, items: applied }, '')
}
