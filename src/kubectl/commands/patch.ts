import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { PatchType } from '../../api/call.ts'
import { ApiError } from '../../api/errors.ts'
import { equal } from '../../lib/equal.ts'
import type { KubeObject } from '../../lib/objects.ts'
import type { Command, CommandContext, Flags } from '../command.ts'
import { FailedError } from '../command.ts'
import { DRY_RUN, dryRun } from '../dry-run.ts'
import { throwAll } from '../failures.ts'
import { fetchTarget, type Found } from '../fetch.ts'
import { placed } from '../last-applied.ts'
import { jsonError } from '../../lib/json-scan.ts'
import { osText } from '../manifests/files.ts'
import { FILE_FLAGS } from '../manifests/load.ts'
import { parseYaml, YamlError } from '../manifests/yaml.ts'
import { outputFlags } from '../printers/index.ts'
import { Results } from '../results.ts'
import { resolveTargets } from '../targets.ts'
import { fieldManager } from '../field-manager.ts'

export const patch: Command = {
  name: 'patch',
  group: 'Advanced Commands:',
  usage: '(-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]',
  summary: 'Update fields of a resource',
  long: `Update fields of an object with a patch in JSON or YAML.

A strategic merge patch (the default) merges maps, and lists by their keys, such as a container's name. A merge patch
(--type=merge) merges maps and replaces lists. A JSON patch (--type=json) is a list of operations.`,
  examples: `  # Change one field
  kubesim patch deployment web -p '{"spec":{"replicas":3}}'

  # Change the image of the container that is called nginx
  kubesim patch deployment web -p '{"spec":{"template":{"spec":{"containers":[{"name":"nginx","image":"nginx:1.28"}]}}}}'

  # Remove a field
  kubesim patch deployment web --type=json -p '[{"op":"remove","path":"/spec/paused"}]'

  # Scale through the scale subresource
  kubesim patch deployment web --subresource=scale --type=merge -p '{"spec":{"replicas":2}}'`,
  complete: 'resource-name',
  flags: [
    DRY_RUN,
    fieldManager('kubectl-patch'),
    ...FILE_FLAGS,
    {
      name: 'local',
      type: 'bool',
      default: false,
      help: 'Patch what stands in the file of -f, without asking the cluster.',
    },
    ...outputFlags(),
    { name: 'patch', short: 'p', type: 'string', default: '', help: 'The patch, in JSON or YAML.' },
    { name: 'patch-file', type: 'string', default: '', help: 'A file that holds the patch.' },
    {
      name: 'subresource',
      type: 'string',
      default: '',
      values: ['status', 'scale'],
      help: 'Patch this subresource instead of the object.',
    },
    {
      name: 'type',
      type: 'string',
      default: 'strategic',
      values: ['json', 'merge', 'strategic'],
      help: 'The type of the patch; one of [json merge strategic].',
    },
  ],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const type = check(flags, args)
  const mode = dryRun(ctx, flags)
  const results = await Results.open(ctx, flags, mode)
  const text = flags['patch'] || (await patchFile(ctx, flags['patch-file']))
  const targets = await resolveTargets(ctx, args, flags)
  const body = await parsePatch(text)
  const errors: unknown[] = []
  for (const target of targets.named) {
    try {
      const subresource = flags['subresource'] || undefined
      // A manifest stands for the object: it is not fetched.
      const object = target.manifest ? placed(target) : await fetchTarget(ctx.client, target, { subresource })
      const patched =
        flags['local'] || mode === 'client'
          ? await patchLocally({ ...target, object }, type, body)
          : await send(ctx, { ...target, object }, type, body, subresource, mode === 'server')
      results.print(patched, equal(object, patched) ? 'patched (no change)' : 'patched')
    } catch (error) {
      errors.push(error)
    }
  }
  throwAll(errors)
}

function check(flags: Flags, args: string[]): PatchType {
  if (flags['patch'] && flags['patch-file']) throw new FailedError('cannot specify --patch and --patch-file together')
  if (!flags['patch'] && !flags['patch-file']) {
    throw new FailedError('must specify --patch or --patch-file containing the contents of the patch')
  }
  if (flags['local'] && args.length > 0) throw new FailedError('cannot specify --local and server resources')
  if (flags['local'] && flags['dry-run'] === 'server') {
    throw new FailedError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?')
  }
  const type = flags['type'].toLowerCase()
  if (type === 'json' || type === 'merge' || type === 'strategic') return type
  throw new FailedError(`--type must be one of [json merge strategic], not ${JSON.stringify(flags['type'])}`)
}

async function patchFile(ctx: CommandContext, path: string): Promise<string> {
  try {
    return await readFile(resolve(ctx.io.cwd, path), 'utf8')
  } catch (error) {
    throw new FailedError(`unable to read patch file: open ${path}: ${osText(error)}`)
  }
}

/** What begins like JSON is JSON, with the API server's complaints; anything else is YAML. */
async function parsePatch(text: string): Promise<unknown> {
  if (/^\s*\{/.test(text)) {
    const problem = jsonError(text)
    if (problem !== undefined) throw new ApiError('BadRequest', problem)
    return JSON.parse(text)
  }
  try {
    return await parseYaml(text)
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    throw new FailedError(`unable to parse ${JSON.stringify(text)}: ${error.message}`)
  }
}

async function send(
  ctx: CommandContext,
  { resource, namespace, name }: Found,
  patchType: PatchType,
  body: unknown,
  subresource: string | undefined,
  dryRun: boolean,
): Promise<KubeObject> {
  const query = { patchType, dryRun: dryRun || undefined }
  const { resource: plural } = resource
  return (await ctx.client.call({ verb: 'patch', resource: plural, namespace, name, subresource, query, body })).body
}

async function patchLocally({ resource, object }: Found, type: PatchType, body: unknown): Promise<KubeObject> {
  const { kindDefinition } = await import('../../api/schema/schema.ts')
  const { applyPatch } = await import('../../api/schema/patch.ts')
  const definition = kindDefinition(resource.group, resource.version, resource.kind)
  if (!definition) throw new FailedError(`no schema for ${resource.kind} in version ${resource.version}`)
  return applyPatch(definition.name, object, body, type, 'Ignore').object
}
