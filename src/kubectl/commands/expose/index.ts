import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { groupKind } from '../../definition.ts'
import { DRY_RUN, type DryRun, dryRun } from '../../dry-run.ts'
import { throwAll } from '../../failures.ts'
import { fetchTargets, type Found } from '../../fetch.ts'
import { withLastApplied } from '../../last-applied.ts'
import { FILE_FLAGS } from '../../manifests/load.ts'
import { OVERRIDE_FLAGS, overridden } from '../../overrides.ts'
import { outputFlags } from '../../printers/index.ts'
import { Results } from '../../results.ts'
import { resolveTargets } from '../../targets.ts'
import { fieldManager } from '../../field-manager.ts'
import { buildService } from './service.ts'

/** Kinds whose pods a Service can be made for. */
const EXPOSABLE = ['Deployment.apps', 'Pod', 'ReplicaSet.apps', 'Service']

export const expose: Command = {
  name: 'expose',
  group: 'Basic Commands (Beginner):',
  usage:
    '(-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] [--name=name] [--external-ip=external-ip-of-service] [--type=type]',
  summary: 'Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service',
  long: `Make a service that leads to the pods of a deployment, replica set, service or pod.

Selector, labels and ports are taken from there, unless given.`,
  examples: `  # A service on port 80 that leads to port 8080 of the pods
  kubesim expose deployment web --port=80 --target-port=8080

  # On a port of every node
  kubesim expose deployment web --type=NodePort --name=web-outside`,
  complete: { types: ['deployments', 'pods', 'replicasets', 'services'] },
  flags: [
    { name: 'cluster-ip', type: 'string', default: '', help: 'Address of the service, or None for a headless one.' },
    DRY_RUN,
    fieldManager('kubectl-expose'),
    { name: 'external-ip', type: 'string', default: '', help: 'An outside address that also leads to the service.' },
    ...FILE_FLAGS,
    { name: 'labels', short: 'l', type: 'string', default: '', help: 'Labels of the service. Default: as exposed.' },
    { name: 'load-balancer-ip', type: 'string', default: '', help: 'Address to ask the load balancer for.' },
    { name: 'name', type: 'string', default: '', help: 'Name of the service. Default: as exposed.' },
    ...outputFlags(),
    ...OVERRIDE_FLAGS,
    { name: 'port', type: 'string', default: '', help: 'Port of the service. Default: the ports of the pods.' },
    { name: 'protocol', type: 'string', default: '', help: "TCP, UDP or SCTP. Default: the ports' own, or TCP." },
    { name: 'save-config', type: 'bool', default: false, help: 'Note the configuration for a later apply.' },
    { name: 'selector', type: 'string', default: '', help: 'Labels of the pods. Default: as exposed.' },
    {
      name: 'session-affinity',
      type: 'string',
      default: '',
      help: "'None' or 'ClientIP'.",
      values: ['None', 'ClientIP'],
    },
    {
      name: 'target-port',
      type: 'string',
      default: '',
      help: 'Number or name of the port of the pods. Default: --port.',
    },
    {
      name: 'type',
      type: 'string',
      default: '',
      help: 'ClusterIP, NodePort, LoadBalancer or ExternalName. Default: ClusterIP.',
      values: ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'],
    },
  ],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const mode = dryRun(ctx, flags)
  const results = await Results.open(ctx, flags, mode)
  // --selector is that of the service, not of the objects.
  const { found, errors } = await fetchTargets(ctx.client, await resolveTargets(ctx, args, { ...flags, selector: '' }))
  for (const target of found) {
    try {
      await exposeOne(ctx, target, flags, mode, results)
    } catch (error) {
      errors.push(error)
    }
  }
  throwAll(errors)
}

async function exposeOne(
  ctx: CommandContext,
  target: Found,
  flags: Flags,
  mode: DryRun,
  results: Results,
): Promise<void> {
  if (!EXPOSABLE.includes(groupKind(target.resource))) throw new FailedError(`cannot expose a ${target.resource.kind}`)
  const built = overridden(buildService(target, flags), flags)
  const { name: namespace, explicit } = ctx.namespace
  if (mode === 'client') {
    if (explicit) built.metadata = { ...built.metadata, namespace }
    return results.printBuilt(built, 'exposed')
  }
  const body = flags['save-config'] ? withLastApplied(built) : built
  const query = { dryRun: mode === 'server' }
  results.print(
    (await ctx.client.call({ verb: 'create', resource: 'services', namespace, query, body })).body,
    'exposed',
  )
}
