import { pathToFileURL } from 'node:url'
import type { KubeObject, Service } from '../../lib/objects.ts'
import { painter } from '../colours.ts'
import { type Command, type CommandContext, FailedError, UsageError } from '../command.ts'
import { PROGRAM } from '../globals.ts'

const dump: Command = {
  name: 'dump',
  summary: 'Dump relevant information for debugging and diagnosis',
  hidden: true,
  local: () => true,
  async run() {
    throw new FailedError(
      `${PROGRAM} does not simulate "cluster-info dump": "${PROGRAM} cluster export" writes the whole cluster`,
    )
  },
}

export const clusterInfo: Command = {
  name: 'cluster-info',
  group: 'Cluster Management Commands:',
  summary: 'Display cluster information',
  long: 'Shows where the control plane is, which here is a state file, and the addresses of the services that belong to the cluster itself.',
  examples: `${PROGRAM} cluster-info`,
  complete: 'none',
  commands: [dump],
  run,
}

async function run(ctx: CommandContext, args: string[]): Promise<void> {
  if (args.length > 0) {
    throw new UsageError(
      `unknown command ${JSON.stringify(args[0])}`,
      `See '${PROGRAM} cluster-info -h' for help and examples`,
    )
  }
  const { file } = await ctx.client.cluster.info()
  const { body } = await ctx.client.call({
    verb: 'list',
    resource: 'services',
    namespace: 'kube-system',
    query: { labelSelector: 'kubernetes.io/cluster-service=true' },
  })
  const paint = await painter(ctx.io)
  const line = (name: string, address: string) =>
    ctx.print(`${paint.green(name)} is running at ${paint.yellow(address)}`)
  line('Kubernetes control plane', pathToFileURL(file).href)
  for (const service of body.items as Service[]) line(nameOf(service), addressOf(service))
}

const nameOf = ({ metadata: { labels, name } }: KubeObject): string => labels?.['kubernetes.io/name'] ?? name

const addressOf = ({ spec: { clusterIP, ports } }: Service): string => `${clusterIP}:${ports?.[0]?.port}`
