import type { Resource } from '../../client/client.ts'
import { discoveryError, staleVersions } from '../../lib/api-service.ts'
import { columns } from '../../lib/columns.ts'
import type { Command, CommandContext, Flags } from '../command.ts'
import { FailedError, UsageError } from '../command.ts'
import { PROGRAM } from '../globals.ts'

export const apiResources: Command = {
  name: 'api-resources',
  group: 'Other Commands:',
  summary: 'Print the supported API resources on the server',
  examples: `# Print the supported API resources
${PROGRAM} api-resources

# With their verbs and categories
${PROGRAM} api-resources -o wide

# Those of one group, those without a namespace
${PROGRAM} api-resources --api-group=apps
${PROGRAM} api-resources --namespaced=false`,
  flags: [
    { name: 'api-group', type: 'string', help: 'Only the resources of this API group.' },
    { name: 'categories', type: 'strings', help: 'Only the resources of these categories.' },
    { name: 'namespaced', type: 'bool', help: 'Only the resources with a namespace, or those without one.' },
    { name: 'no-headers', type: 'bool', default: false, help: 'Print the table without its headers.' },
    {
      name: 'output',
      short: 'o',
      type: 'string',
      default: '',
      values: ['wide', 'name'],
      help: 'Output format: wide or name.',
    },
    { name: 'sort-by', type: 'string', default: '', values: ['name', 'kind'], help: 'Sort by name or by kind.' },
    { name: 'verbs', type: 'strings', help: 'Only the resources that support all of these verbs.' },
  ],
  complete: 'none',
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const output: string = flags['output']
  if (!['', 'wide', 'name'].includes(output)) throw new FailedError(`--output ${output} is not available`)
  if (!['', 'name', 'kind'].includes(flags['sort-by'])) throw new FailedError('--sort-by accepts only name or kind')
  if (args.length > 0) {
    throw new UsageError(
      `unexpected arguments: [${args.join(' ')}]`,
      `See '${PROGRAM} api-resources -h' for help and examples`,
    )
  }
  const resources = (await ctx.client.resources()).filter(resource => resource.preferred && isWanted(resource, flags))
  resources.sort(order(flags['sort-by']))
  if (output === 'name') for (const resource of resources) ctx.print(resource.groupResource)
  else ctx.io.stdout(columns(table(resources, output === 'wide', !flags['no-headers'])))
  const { body } = await ctx.client.call({ verb: 'list', resource: 'apiservices.apiregistration.k8s.io' })
  const stale = staleVersions(body.items)
  if (stale.length > 0) throw new FailedError(discoveryError(stale))
}

function isWanted(resource: Resource, flags: Flags): boolean {
  const { 'api-group': group, categories, namespaced, verbs } = flags
  if (group !== undefined && resource.group !== group) return false
  if (namespaced !== undefined && resource.namespaced !== namespaced) return false
  if (!verbs.every((verb: string) => resource.verbs.includes(verb))) return false
  return categories.every((category: string) => resource.categories.includes(category))
}

function order(by: string): (a: Resource, b: Resource) => number {
  const key = (r: Resource) => (by === 'name' ? r.plural : by === 'kind' ? r.kind : `${r.group}\t${r.plural}`)
  return (a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0)
}

function table(resources: readonly Resource[], wide: boolean, headers: boolean): string[][] {
  const rows = resources.map(r => {
    const cells = [r.plural, r.shortNames.join(','), r.apiVersion, String(r.namespaced), r.kind]
    return wide ? [...cells, [...r.verbs].sort().join(','), r.categories.join(',')] : cells
  })
  const head = ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND', ...(wide ? ['VERBS', 'CATEGORIES'] : [])]
  return headers ? [head, ...rows] : rows
}
