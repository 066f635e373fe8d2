import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError, UsageError } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import { resolveResource } from '../../resources.ts'
import { listRules } from './list.ts'

const VERBS = [
  '*',
  'approve',
  'bind',
  'create',
  'delete',
  'deletecollection',
  'escalate',
  'get',
  'impersonate',
  'list',
  'patch',
  'sign',
  'update',
  'use',
  'watch',
]

export const canI: Command = {
  name: 'can-i',
  usage: 'VERB [TYPE | TYPE/NAME | NONRESOURCEURL]',
  summary: 'Check whether an action is allowed',
  long: `Tell whether you, or the user of --as, may do something: by the Roles and ClusterRoles that bindings give.

VERB is get, list, watch, create, update, patch, delete or deletecollection, TYPE a resource, NONRESOURCEURL a path that begins
with "/". Exit code 1: no.`,
  examples: `  # May I create pods in every namespace?
  kubesim auth can-i create pods --all-namespaces

  # May a service account list secrets?
  kubesim auth can-i list secrets --as=system:serviceaccount:default:robot

  # Everything that bob may do here
  kubesim auth can-i --list --as=bob`,
  complete: 'none',
  flags: [
    { name: 'all-namespaces', short: 'A', type: 'bool', default: false, help: 'Check for all namespaces.' },
    { name: 'list', type: 'bool', default: false, help: 'Show everything that is allowed in the namespace.' },
    { name: 'no-headers', type: 'bool', default: false, help: 'With --list: leave out the headers.' },
    { name: 'quiet', short: 'q', type: 'bool', default: false, help: 'Print nothing; only the exit code tells.' },
    { name: 'subresource', type: 'string', default: '', help: 'A subresource, such as log or scale.' },
  ],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<number> {
  if (flags['list']) {
    if (args.length > 0) throw new FailedError('list option must be specified with no arguments')
    await listRules(ctx, flags['no-headers'])
    return 0
  }
  if (flags['no-headers']) throw new FailedError('--no-headers cannot be set without --list specified')
  const [verb, what, third] = args
  if (verb === undefined || what === undefined || args.length > 2) {
    if (!(args.length === 3 && third !== undefined && what?.startsWith('/') === false && !what.includes('/'))) {
      throw new UsageError(
        'you must specify two arguments: verb resource or verb resource/resourceName.',
        `See '${PROGRAM} auth can-i -h' for help and examples.`,
      )
    }
  }
  if (!VERBS.includes(verb!)) ctx.complain(`Warning: verb '${verb}' is not a known verb`)
  const spec = what!.startsWith('/')
    ? { nonResourceAttributes: { verb, path: what } }
    : { resourceAttributes: { verb, ...(await attributes(ctx, what!, third, flags)) } }
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec }
  const call = { verb: 'create', resource: 'selfsubjectaccessreviews.authorization.k8s.io', body } as const
  const { allowed } = (await ctx.client.call(call)).body.status
  if (!flags['quiet']) ctx.print(allowed ? 'yes' : 'no')
  return allowed ? 0 : 1
}

async function attributes(ctx: CommandContext, what: string, third: string | undefined, flags: Flags) {
  const slash = what.indexOf('/')
  const [word, name] = slash < 0 ? [what, third] : [what.slice(0, slash), what.slice(slash + 1)]
  const everywhere = flags['all-namespaces']
  const place = {
    namespace: everywhere ? undefined : ctx.namespace.name,
    name,
    subresource: flags['subresource'] || undefined,
  }
  if (word === '*') return { ...place, group: '*', resource: '*' }
  const found = await resolveResource(ctx.client, word).catch(error => {
    if (!(error instanceof FailedError)) throw error
  })
  if (!found) {
    const dot = word.indexOf('.')
    const [resource, group] = dot < 0 ? [word, ''] : [word.slice(0, dot), word.slice(dot + 1)]
    ctx.complain(`Warning: the server doesn't have a resource type '${resource}'${group ? ` in group '${group}'` : ''}`)
    return { ...place, group, resource }
  }
  if (!found.namespaced && !everywhere) {
    const group = found.group ? ` in group '${found.group}'` : ''
    ctx.complain(`Warning: resource '${found.plural}' is not namespace scoped${group}`)
  }
  return {
    ...place,
    namespace: found.namespaced ? place.namespace : undefined,
    group: found.group,
    resource: found.plural,
  }
}
