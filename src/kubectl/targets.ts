import type { Client, Resource } from '../client/client.ts'
import { matches, parseSelector } from '../lib/selector.ts'
import type { CommandContext, Flag, Flags } from './command.ts'
import { FailedError } from './command.ts'
import { throwAll } from './failures.ts'
import { PROGRAM } from './globals.ts'
import { resolveResource, resolveResources, resourceOfKind } from './resources.ts'

/** One object that a command line names. */
export interface Target {
  resource: Resource
  /** Undefined for cluster-scoped resources. */
  namespace?: string
  name: string
  /** Of -f: the file it stands in (`STDIN` for standard input) and the object as written there. */
  source?: string
  manifest?: any
}

/** All objects of a resource, narrowed by the selectors of Targets. */
export interface Listing {
  resource: Resource
  /** Undefined: cluster-scoped, or all namespaces. */
  namespace?: string
}

/** What a command line asks for: either named objects or listings, in the order given. */
export interface Targets {
  named: Target[]
  lists: Listing[]
  labelSelector: string
  fieldSelector: string
  /** How many objects of a list to ask for at a time (--chunk-size); 0 is all. */
  chunk: number
  /** Exactly one object was asked for, so that -o prints it bare and not in a List. */
  single: boolean
  /** With `keepGoing`: what is wrong in files that were found. */
  unread: Error[]
}

export interface TargetOptions {
  /** A type without a name or selector means all of that type, as in get and describe. */
  emptyMeansAll?: boolean
  /** Refuse several types: `you may only specify a single resource type`. */
  oneType?: boolean
  /** A document of -f that cannot be read does not stop the others; it is told in `unread`. */
  keepGoing?: boolean
}

/** Flags that resolveTargets reads; a command lists those it has. */
export const SELECTOR: Flag = {
  name: 'selector',
  short: 'l',
  type: 'string',
  default: '',
  help: "Selector (label query) to filter on, supports '=', '==', '!=', 'in' and 'notin' (-l key1=value1,'key2 in (a,b)').",
}
export const FIELD_SELECTOR: Flag = {
  name: 'field-selector',
  type: 'string',
  default: '',
  help: "Selector (field query) to filter on, supports '=', '==' and '!='. Every kind supports only a few fields.",
}
export const FILENAME: Flag = {
  name: 'filename',
  short: 'f',
  type: 'strings',
  help: 'File or folder that identifies the resources; - is standard input.',
}
export const RECURSIVE: Flag = {
  name: 'recursive',
  short: 'R',
  type: 'bool',
  default: false,
  help: 'Read the folders of -f with everything below them.',
}
export const KUSTOMIZE: Flag = {
  name: 'kustomize',
  short: 'k',
  type: 'string',
  default: '',
  help: 'A kustomization folder. Instead of -f.',
}
export const CHUNK_SIZE: Flag = {
  name: 'chunk-size',
  type: 'int',
  default: 500,
  help: 'Ask for lists in pieces of so many objects; 0 asks for all at once. The pieces are of one revision.',
}
export const ALL_NAMESPACES: Flag = {
  name: 'all-namespaces',
  short: 'A',
  type: 'bool',
  default: false,
  help: 'Look in all namespaces, even if one is given with --namespace.',
}

const NOTHING_GIVEN = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`

/**
 * Reads `TYPE[,TYPE] [NAME...]`, `TYPE/NAME...`, -f, -l, --field-selector, --all and -A as kubectl's resource builder
 * does. Throws FailedError in its words. Nothing is fetched yet but what discovery and the files say.
 */
export async function resolveTargets(
  ctx: CommandContext,
  args: readonly string[],
  flags: Flags,
  options: TargetOptions = {},
): Promise<Targets> {
  const labelSelector = flags['selector']?.trim() ?? ''
  const fieldSelector = flags['field-selector']?.trim() ?? ''
  const selecting = labelSelector !== '' || fieldSelector !== ''
  const chunk: number = flags['chunk-size'] ?? 0
  const targets: Targets = { named: [], lists: [], labelSelector, fieldSelector, chunk, single: false, unread: [] }
  if (flags['all'] && selecting) throw new FailedError("setting 'all' parameter but found a non empty selector. ")

  const pairs = slashed(args)
  const types = pairs ? [] : (args[0]?.split(',') ?? [])
  const names = pairs ? [] : args.slice(1)
  const files = flags['kustomize'] || (flags['filename']?.length ?? 0) > 0
  const listing =
    flags['all'] || selecting || (options.emptyMeansAll === true && names.length === 0 && types.length > 0)

  if (files) {
    if (types.length > 0 || pairs) {
      throw new FailedError(
        'when paths, URLs, or stdin is provided as resource input, you may not specify resource arguments as well',
      )
    }
    await addDocuments(ctx, flags, targets)
    if (!options.keepGoing) throwAll(targets.unread)
  } else if (listing) {
    if (names.length > 0) throw new FailedError('name cannot be provided when a selector is specified')
    if (pairs && selecting) {
      throw new FailedError('selectors and the all flag cannot be used when passing resource/name arguments')
    }
    if (pairs) await addPairs(ctx, pairs, flags, targets)
    else await addLists(ctx, types, flags, targets)
  } else if (pairs) await addPairs(ctx, pairs, flags, targets)
  else if (names.length > 0) await addNames(ctx, types, names, flags, targets)
  else if (types.length > 0) {
    for (const type of types) await resolveResources(ctx.client, type)
    throw new FailedError('resource(s) were provided, but no name was specified')
  } else throw new FailedError(NOTHING_GIVEN)

  if (options.oneType && new Set([...targets.named, ...targets.lists].map(t => t.resource.resource)).size > 1) {
    throw new FailedError('you may only specify a single resource type')
  }
  return targets
}

/** The words of `TYPE/NAME ...`, or undefined if the line is not in that form. */
function slashed(args: readonly string[]): [type: string, name: string][] | undefined {
  const count = args.filter(arg => arg.includes('/')).length
  if (count === 0) return undefined
  if (count < args.length) {
    throw new FailedError(
      `there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. '${PROGRAM} get resource/<resource_name>' instead of '${PROGRAM} get resource resource/<resource_name>'`,
    )
  }
  return args.map(arg => {
    const [type, name, more] = arg.split('/')
    if (more !== undefined) throw new FailedError('arguments in resource/name form may not have more than one slash')
    if (!type || !name) throw new FailedError('arguments in resource/name form must have a single resource and name')
    return [type, name]
  })
}

async function addPairs(ctx: CommandContext, pairs: [string, string][], flags: Flags, targets: Targets) {
  for (const [type, name] of pairs)
    targets.named.push(target(ctx, await resolveResource(ctx.client, type), name, flags))
  targets.single = pairs.length === 1
}

async function addNames(ctx: CommandContext, types: string[], names: string[], flags: Flags, targets: Targets) {
  const resources = await expand(ctx.client, types)
  if (resources.length > 1) throw new FailedError('you must specify only one resource')
  for (const name of names) targets.named.push(target(ctx, resources[0]!, name, flags))
  targets.single = names.length === 1
}

async function addLists(ctx: CommandContext, types: string[], flags: Flags, targets: Targets) {
  if (types.length === 0) throw new FailedError('at least one resource must be specified to use a selector')
  for (const resource of await expand(ctx.client, types)) {
    const everywhere = flags['all-namespaces'] || !resource.namespaced
    targets.lists.push({ resource, namespace: everywhere ? undefined : ctx.namespace.name })
  }
}

async function expand(client: Client, types: string[]): Promise<Resource[]> {
  const resources: Resource[] = []
  for (const type of types) {
    for (const resource of await resolveResources(client, type)) {
      if (!resources.includes(resource)) resources.push(resource)
    }
  }
  return resources
}

function target(ctx: CommandContext, resource: Resource, name: string, flags: Flags): Target {
  if (!resource.namespaced) return { resource, name }
  if (flags['all-namespaces']) throw new FailedError('a resource cannot be retrieved by name across all namespaces')
  return { resource, namespace: ctx.namespace.name, name }
}

async function addDocuments(ctx: CommandContext, flags: Flags, targets: Targets) {
  const { scanManifests } = await import('./manifests/read.ts')
  const documents = await scanManifests(ctx.io, flags['filename'] ?? [], {
    recursive: flags['recursive'] ?? false,
    kustomize: flags['kustomize'] || undefined,
  })
  const selector = targets.labelSelector === '' ? undefined : parseSelector(targets.labelSelector)
  for (const document of documents) {
    try {
      if ('error' in document) throw document.error
      const { object, source } = document
      if (selector && !matches(selector, object.metadata?.labels)) continue
      targets.named.push(await manifestTarget(ctx, object, source))
    } catch (error) {
      if (!(error instanceof FailedError)) throw error
      targets.unread.push(error)
    }
  }
  const [only] = documents
  targets.single = documents.length === 1 && 'source' in only! && only.source !== 'STDIN'
}

/** Names that are no texts count as none, as in Go's accessors; the API server then says what they are. */
function named(metadata: any): { name: string; namespace: string } {
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  return { name: text(metadata?.name), namespace: text(metadata?.namespace) }
}

/** The target that a manifest names. Throws FailedError for an unknown kind, or a namespace other than the one of -n. */
export async function manifestTarget(ctx: CommandContext, manifest: any, source: string): Promise<Target> {
  const { name, namespace } = named(manifest.metadata)
  const resource = await resourceOfKind(ctx.client, manifest.apiVersion, manifest.kind)
  if (!resource) {
    throw new FailedError(
      `resource mapping not found for name: "${name}" namespace: "${namespace}" from "${source}": no matches for kind "${manifest.kind}" in version "${manifest.apiVersion}"\nensure CRDs are installed first`,
    )
  }
  if (!resource.namespaced) return { resource, name, source, manifest }
  if (ctx.namespace.explicit && namespace !== '' && namespace !== ctx.namespace.name) {
    throw new FailedError(
      `the namespace from the provided object "${namespace}" does not match the namespace "${ctx.namespace.name}". You must pass '--namespace=${namespace}' to perform this operation.`,
    )
  }
  return { resource, namespace: namespace || ctx.namespace.name, name, source, manifest }
}
