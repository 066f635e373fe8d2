import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { MODES } from '../../cluster/network/proxy/mode.ts'
import { OPTIONAL_PLUGINS, type OptionalPlugin } from '../../cluster/seed/kubeadm-config.ts'
import { columns } from '../../lib/columns.ts'
import type { Command, CommandContext, Flags } from '../command.ts'
import { FailedError, UsageError } from '../command.ts'
import { PROGRAM } from '../globals.ts'
import { osText } from '../manifests/files.ts'

const clusters = () => import('../../client/clusters.ts')

/** Everything here works on state files, not in an opened cluster. */
const local = () => true

/** ClusterErrors are the user's. */
async function attempt<T>(act: () => T): Promise<T> {
  const { ClusterError } = await clusters()
  try {
    return act()
  } catch (error) {
    throw error instanceof ClusterError ? new FailedError(error.message) : error
  }
}

function only(args: string[], usage: string): string {
  if (args.length !== 1)
    throw new UsageError(`expected one argument: ${usage}`, `See '${PROGRAM} cluster -h' for help and examples`)
  return args[0]!
}

function facts(name: string, flags: Flags) {
  const nodes = flags['nodes'] as number
  if (nodes < 1 || nodes > 256) throw new UsageError(`--nodes is ${nodes}; it can be 1 to 256`)
  const zones = (flags['zones'] as string[]).length > 0 ? (flags['zones'] as string[]) : ['a', 'b', 'c']
  for (const zone of zones) {
    if (!/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(zone))
      throw new UsageError(`${JSON.stringify(zone)} is no name for a zone`)
  }
  const proxyMode = flags['proxy-mode'] as (typeof MODES)[number]
  if (!MODES.includes(proxyMode))
    throw new UsageError(`--proxy-mode is ${JSON.stringify(proxyMode)}; it can be ${MODES.join(', ')}`)
  const disabledPlugins = flags['disable-admission-plugins'] as OptionalPlugin[]
  for (const plugin of disabledPlugins) {
    if (!OPTIONAL_PLUGINS.includes(plugin))
      throw new UsageError(
        `--disable-admission-plugins names ${JSON.stringify(plugin)}; it can name ${OPTIONAL_PLUGINS.join(', ')}`,
      )
  }
  return {
    name,
    nodes,
    zones,
    bare: Boolean(flags['bare']),
    seed: flags['seed'] as number,
    proxyMode,
    ...(disabledPlugins.length > 0 && { disabledPlugins }),
  }
}

const create: Command = {
  name: 'create',
  usage: 'NAME [--nodes=3] [--zones=a,b,c] [--seed=1] [--proxy-mode=iptables] [--bare]',
  summary: 'Make a new cluster and use it',
  examples: `# Six nodes in three zones
${PROGRAM} cluster create big --nodes 6 --zones a,b,c

# Control plane and nodes only: no DNS workloads, no load balancer
${PROGRAM} cluster create plain --bare`,
  flags: [
    { name: 'nodes', type: 'int', default: 3, help: 'Number of nodes, with the control plane.' },
    { name: 'zones', type: 'strings', help: 'Zones over which the nodes are spread in turn. Default a,b,c.' },
    { name: 'seed', type: 'int', default: 1, help: 'Seed of everything random in the cluster.' },
    {
      name: 'proxy-mode',
      type: 'string',
      default: 'iptables',
      help: 'How kube-proxy balances: iptables or nftables (each endpoint with equal chance), ipvs (one after the other).',
      values: [...MODES],
    },
    {
      name: 'disable-admission-plugins',
      type: 'strings',
      help: 'What the API server does without: ServiceAccount (pods get no token, their accounts need not exist).',
      values: [...OPTIONAL_PLUGINS],
    },
    { name: 'bare', type: 'bool', default: false, help: 'Leave out everything that only add-ons bring.' },
  ],
  complete: 'none',
  local,
  async run(ctx, args, flags) {
    const name = only(args, 'NAME')
    const made = facts(name, flags)
    const { createCluster, useCluster } = await clusters()
    await attempt(() => createCluster(ctx.io.env, made))
    useCluster(ctx.io.env, name)
    ctx.print(`cluster ${JSON.stringify(name)} created with ${made.nodes} ${made.nodes === 1 ? 'node' : 'nodes'}`)
    ctx.print(`switched to cluster ${JSON.stringify(name)}`)
  },
}

const list: Command = {
  name: 'list',
  aliases: ['ls'],
  summary: 'List the clusters',
  complete: 'none',
  local,
  async run(ctx) {
    const { clusterNames, describeCluster, isInUse } = await clusters()
    const names = clusterNames(ctx.io.env)
    if (names.length === 0) {
      const first = 'No clusters yet: the first command that needs one makes "default".'
      ctx.complain(isInUse(ctx.io.env) ? first : `No clusters: '${PROGRAM} cluster create NAME' makes one.`)
      return
    }
    const rows = [['CURRENT', 'NAME', 'NODES', 'ZONES', 'CLOCK', 'SEED', 'FILE']]
    for (const name of names) {
      try {
        const { current, nodes, zones, clock, seed, file } = describeCluster(ctx.io.env, name)
        rows.push([current ? '*' : '', name, String(nodes), zones.join(','), clock, String(seed), file])
      } catch (error) {
        ctx.report(error)
      }
    }
    ctx.io.stdout(columns(rows))
  },
}

const use: Command = {
  name: 'use',
  usage: 'NAME',
  summary: 'Use another cluster from now on',
  complete: 'context',
  local,
  async run(ctx, args) {
    const name = only(args, 'NAME')
    const { useCluster } = await clusters()
    await attempt(() => useCluster(ctx.io.env, name))
    ctx.print(`switched to cluster ${JSON.stringify(name)}`)
  },
}

const remove: Command = {
  name: 'delete',
  usage: 'NAME',
  summary: 'Delete a cluster and its state file',
  complete: 'context',
  local,
  async run(ctx, args) {
    const name = only(args, 'NAME')
    const { ClusterError, currentCluster, deleteCluster } = await clusters()
    await attempt(() => deleteCluster(ctx.io.env, name))
    ctx.print(`cluster ${JSON.stringify(name)} deleted`)
    try {
      currentCluster(ctx.io.env)
    } catch (error) {
      if (!(error instanceof ClusterError)) throw error
      ctx.complain(`warning: ${error.message}`)
    }
  },
}

const reset: Command = {
  name: 'reset',
  usage: '[NAME]',
  summary: 'Make a cluster anew, with the nodes and the seed it had',
  complete: 'context',
  local,
  async run(ctx, args) {
    const { currentCluster, resetCluster } = await clusters()
    const name = args.length === 0 ? await attempt(() => currentCluster(ctx.io.env)) : only(args, '[NAME]')
    await attempt(() => resetCluster(ctx.io.env, name))
    ctx.print(`cluster ${JSON.stringify(name)} reset`)
  },
}

/** First document of an export; the objects follow. */
const EXPORT = { apiVersion: 'kubesim/v1', kind: 'Cluster' }

const exportCluster: Command = {
  name: 'export',
  usage: '[NAME] [-o FILE]',
  summary: 'Write a whole cluster as YAML',
  examples: `${PROGRAM} cluster export > shop.yaml`,
  flags: [{ name: 'output', short: 'o', type: 'string', help: 'File to write; standard output when absent.' }],
  complete: 'context',
  local,
  async run(ctx, args, flags) {
    const { currentCluster, dumpCluster } = await clusters()
    const { toYaml } = await import('../../lib/yaml.ts')
    const name = args.length === 0 ? await attempt(() => currentCluster(ctx.io.env)) : only(args, '[NAME]')
    const { notes, queue, objects } = await attempt(() => dumpCluster(ctx.io.env, name))
    const documents = [{ ...EXPORT, metadata: { name }, notes, queue }, ...objects].map(toYaml)
    write(ctx, flags['output'], documents.join('---\n'))
  },
}

function write(ctx: CommandContext, file: string | undefined, text: string): void {
  if (!file) {
    ctx.io.stdout(text)
    return
  }
  try {
    writeFileSync(resolve(ctx.io.cwd, file), text)
  } catch (error) {
    throw new FailedError(`open ${file}: ${osText(error)}`)
  }
}

const importCluster: Command = {
  name: 'import',
  usage: 'FILE [NAME]',
  summary: 'Make a cluster out of an export and use it',
  examples: `${PROGRAM} cluster import shop.yaml`,
  complete: 'file',
  local,
  async run(ctx, args) {
    if (args.length < 1 || args.length > 2) throw new UsageError('expected FILE and perhaps a NAME')
    const { restoreCluster, useCluster } = await clusters()
    const { parseAllDocuments } = await import('yaml')
    const [head, ...objects] = parseAllDocuments(await source(ctx, args[0]!)).map(document => {
      if (document.errors.length > 0) throw new FailedError(`${args[0]}: ${document.errors[0]!.message}`)
      return document.toJS({ maxAliasCount: 0 })
    })
    if (head?.apiVersion !== EXPORT.apiVersion || head?.kind !== EXPORT.kind) {
      throw new FailedError(
        `${args[0]} is no export of a cluster: its first document must be a ${EXPORT.kind} of ${EXPORT.apiVersion}`,
      )
    }
    const name = args[1] ?? head.metadata.name
    await attempt(() => restoreCluster(ctx.io.env, name, { notes: head.notes, queue: head.queue, objects }))
    useCluster(ctx.io.env, name)
    ctx.print(`cluster ${JSON.stringify(name)} imported with ${objects.length} objects`)
    ctx.print(`switched to cluster ${JSON.stringify(name)}`)
  },
}

async function source(ctx: CommandContext, file: string): Promise<string> {
  if (file === '-') return (await ctx.io.stdin()).toString('utf8')
  try {
    return readFileSync(resolve(ctx.io.cwd, file), 'utf8')
  } catch (error) {
    throw new FailedError(`open ${file}: ${osText(error)}`)
  }
}

export const cluster: Command = {
  name: 'cluster',
  group: 'Simulation Commands:',
  summary: 'Create, list, switch, delete, reset, export and import simulated clusters',
  long: `Create, list, switch, delete, reset, export and import simulated clusters.

A cluster is one file: NAME.db in ~/.kubesim (KUBESIM_HOME). --state FILE or KUBESIM_STATE use a file of your own. The first command ever makes "default": three nodes in zones a, b and c. When the cluster in use is deleted, none is until one is chosen or made.`,
  commands: [create, list, use, remove, reset, exportCluster, importCluster],
}
