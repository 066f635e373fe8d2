import { ApiError, badRequest } from '../../../api/errors.ts'
import type { Resource } from '../../../client/client.ts'
import { goJson, goJsonPretty } from '../../../lib/go-json.ts'
import { type CommandContext, FailedError, type Flags } from '../../command.ts'
import { serverVersion } from '../version.ts'

/** `get --raw PATH`: what the API server answers to a GET. */
export async function getRaw(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  if (args.length > 0) throw new FailedError('arguments may not be passed when --raw is specified')
  if (flags['watch'] || flags['watch-only'] || flags['selector']) {
    throw new FailedError(
      '--raw may not be specified with other flags that filter the server request or alter the output',
    )
  }
  if (flags['output']) throw new FailedError('--raw and --output are mutually exclusive')
  const uri: string = flags['raw']
  if (!uri.startsWith('/')) {
    throw new FailedError(`--raw must be a valid URL path: parse ${JSON.stringify(uri)}: invalid URI for request`)
  }
  ctx.io.stdout(await answer(ctx, new URL(uri, 'http://localhost')))
}

async function answer(ctx: CommandContext, { pathname, searchParams }: URL): Promise<string> {
  const path = pathname.split('/').filter(Boolean).map(decodeURIComponent)
  if (/^\/(healthz|livez|readyz)\/?$/.test(pathname)) return 'ok'
  if (pathname === '/version') return goJsonPretty(serverVersion(), false, '  ')
  const resources = await ctx.client.resources()
  const found = discovery(path, resources) ?? (await objects(ctx, path, searchParams, resources))
  if (found === undefined) throw new ApiError('NotFound', 'the server could not find the requested resource')
  return `${goJson(found, false)}\n`
}

/** What the server tells of its groups and kinds. */
function discovery(path: readonly string[], resources: readonly Resource[]): unknown {
  const [root, group, version] = path
  if (root === 'api' && path.length === 1) return { kind: 'APIVersions', versions: ['v1'] }
  if (root === 'api' && path.length === 2) return list('v1', resources)
  if (root !== 'apis' || path.length > 3) return undefined
  if (version !== undefined) return list(`${group}/${version}`, resources)
  const groups = [...new Set(resources.map(r => r.group).filter(Boolean))].sort()
  if (group !== undefined) return groups.includes(group) ? describeGroup(group, resources, true) : undefined
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(name => describeGroup(name, resources, false)) }
}

function describeGroup(name: string, resources: readonly Resource[], whole: boolean) {
  const versions = [...new Set(resources.filter(r => r.group === name).map(r => r.version))].map(version => ({
    groupVersion: `${name}/${version}`,
    version,
  }))
  return { ...(whole && { kind: 'APIGroup', apiVersion: 'v1' }), name, versions, preferredVersion: versions[0] }
}

function list(groupVersion: string, all: readonly Resource[]): unknown {
  const resources = all
    .filter(r => r.apiVersion === groupVersion)
    .map(({ plural, singular, namespaced, kind, verbs, shortNames, categories }) => ({
      name: plural,
      singularName: singular,
      namespaced,
      kind,
      verbs,
      ...(shortNames.length > 0 && { shortNames }),
      ...(categories.length > 0 && { categories }),
    }))
  if (resources.length === 0) return undefined
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources }
}

/** `/api/v1/namespaces/NS/pods/NAME/SUBRESOURCE` and the like. Undefined for a path that is none. */
async function objects(
  ctx: CommandContext,
  path: readonly string[],
  query: URLSearchParams,
  resources: readonly Resource[],
): Promise<unknown> {
  const apiVersion = path[0] === 'api' ? path[1] : path[0] === 'apis' ? `${path[1]}/${path[2]}` : undefined
  const rest = path.slice(path[0] === 'api' ? 2 : 3)
  const namespace = rest[0] === 'namespaces' && rest.length > 2 ? rest[1] : undefined
  const [plural, name, subresource, more] = namespace === undefined ? rest : rest.slice(2)
  const resource = resources.find(r => r.apiVersion === apiVersion && r.plural === plural)
  if (!resource || more !== undefined || (resource.namespaced ? name && !namespace : namespace)) return undefined
  const labelSelector = query.get('labelSelector') ?? undefined
  const fieldSelector = query.get('fieldSelector') ?? undefined
  const call = { resource: resource.resource, namespace, query: { labelSelector, fieldSelector } }
  if (name === undefined) {
    const token = query.get('continue') ?? undefined
    const resourceVersion = query.get('resourceVersion') ?? undefined
    const paged = { ...call.query, limit: limitOf(query), continue: token, resourceVersion }
    const { body } = await ctx.client.call({ ...call, verb: 'list', query: paged })
    const items = body.items.map(({ apiVersion: _, kind: __, ...item }: any) => inGoOrder(item))
    return { kind: `${resource.kind}List`, apiVersion, metadata: body.metadata, items }
  }
  if (subresource !== undefined && !resource.subresources.includes(subresource)) return undefined
  return inGoOrder((await ctx.client.call({ verb: 'get', ...call, name, subresource })).body)
}

/** Throws BadRequest. */
function limitOf(query: URLSearchParams): number | undefined {
  const text = query.get('limit')
  if (!text) return undefined
  if (!/^[-+]?[0-9]+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`)
  return Number(text)
}

/** The fields that every object has come first, in the order in which Go writes them. */
function inGoOrder({ kind, apiVersion, metadata, ...fields }: any): unknown {
  const { name, generateName, namespace, uid, resourceVersion, generation, creationTimestamp, ...rest } = metadata
  const first = { name, generateName, namespace, uid, resourceVersion, generation, creationTimestamp }
  return { ...(kind && { kind, apiVersion }), metadata: { ...first, ...rest }, ...fields }
}
