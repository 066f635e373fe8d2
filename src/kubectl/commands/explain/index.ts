import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { definition, kindDefinition } from '../../../api/schema/schema.ts'
import type { Resource } from '../../../client/client.ts'
import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import { packageFolder } from '../../package-folder.ts'
import { resolveResource } from '../../resources.ts'
import { customDocument } from './custom.ts'
import { type Descriptions, type Document, documentOf, type FieldDocument } from './document.ts'
import { render } from './render.ts'

/** Made when kubesim is built, see build.js. */
const DESCRIPTIONS = 'dist/descriptions.json'

export const explain: Command = {
  name: 'explain',
  group: 'Basic Commands (Intermediate):',
  usage: 'TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group]',
  summary: 'Get documentation for a resource',
  long: `Tell what a kind and its fields are for, and which values they take.

A field is named by its path: \`kind.field.field\`.`,
  examples: `  # What is a Service made of?
  kubesim explain services

  # One field
  kubesim explain deployment.spec.strategy

  # All fields below
  kubesim explain pod.spec.containers --recursive`,
  complete: 'resource',
  flags: [
    { name: 'api-version', type: 'string', default: '', help: 'Of several versions, the one to explain (apps/v1).' },
    {
      name: 'output',
      type: 'string',
      default: 'plaintext',
      values: ['plaintext'],
      help: 'How to show it. Only plaintext is there.',
    },
    { name: 'recursive', type: 'bool', default: false, help: 'All fields below, without descriptions.' },
  ],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<number | undefined> {
  if (args.length === 0) {
    throw new FailedError(
      `You must specify the type of resource to explain. Use "${PROGRAM} api-resources" for a complete list of supported resources.`,
    )
  }
  if (args.length > 1) throw new FailedError('We accept only this format: explain RESOURCE')
  if (flags['output'] !== 'plaintext') {
    throw new FailedError(`${PROGRAM} does not simulate "explain --output=${flags['output']}"`)
  }
  const [word = '', ...path] = args[0]!.split('.')
  const found = await resolve(ctx, word, path).catch(error => {
    if (!(error instanceof FailedError)) throw error
    // The one error of kubectl's that stands by itself.
    ctx.complain(error.message)
  })
  if (!found) return 1
  const { fields } = found
  const resource = await inVersion(ctx, found.resource, flags['api-version'])
  const { group, kind, version } = resource
  ctx.print(`${group ? `GROUP:      ${group}\n` : ''}KIND:       ${kind}\nVERSION:    ${version}`)
  let document = await describe(ctx, resource)
  let asked: FieldDocument | undefined
  for (const name of fields) {
    asked = document.fields.find(field => field.name === name)
    if (!asked) throw new FailedError(`field ${JSON.stringify(name)} does not exist`)
    document = asked.type()
  }
  ctx.print('')
  ctx.io.stdout(render(document, asked, flags['recursive']))
  return undefined
}

/** `widgets.example.com.spec` names a resource with its group, `deployment.spec` one without. */
async function resolve(ctx: CommandContext, word: string, path: string[]) {
  const whole = (await ctx.client.resources()).find(({ resource }) =>
    [word, ...path].join('.').toLowerCase().startsWith(`${resource}.`.toLowerCase()),
  )
  const named = [word, ...path].join('.')
  if (whole?.group) return { resource: whole, fields: named.slice(whole.resource.length + 1).split('.') }
  const exact = (await ctx.client.resources()).find(({ resource }) => resource === named)
  if (exact) return { resource: exact, fields: [] }
  return { resource: await resolveResource(ctx.client, word), fields: path.filter(part => part !== '') }
}

async function inVersion(ctx: CommandContext, resource: Resource, asked: string): Promise<Resource> {
  if (asked === '' || asked === resource.apiVersion) return resource
  const { plural } = resource
  const found = (await ctx.client.resources()).find(each => each.plural === plural && each.apiVersion === asked)
  if (!found) throw new FailedError(`couldn't find resource for "${asked}, Resource=${plural}"`)
  return found
}

async function describe(ctx: CommandContext, resource: Resource): Promise<Document> {
  const folder = packageFolder(DESCRIPTIONS)
  const descriptions: Descriptions = JSON.parse(readFileSync(join(folder, DESCRIPTIONS), 'utf8'))
  const { group, version, kind } = resource
  const builtIn = kindDefinition(group, version, kind)
  if (builtIn) return documentOf(builtIn, descriptions)
  const call = {
    verb: 'get',
    resource: 'customresourcedefinitions.apiextensions.k8s.io',
    name: resource.groupResource,
  } as const
  const { spec } = (await ctx.client.call(call)).body
  const schema = spec.versions.find((each: { name: string }) => each.name === version)?.schema?.openAPIV3Schema ?? {}
  const [, about] = descriptions['core.v1.ConfigMap'] ?? ['', {}]
  return customDocument(kind, schema, documentOf(definition('meta.v1.ObjectMeta'), descriptions), about)
}
