import { portNameErrors, portNumberErrors } from '../../../lib/names.ts'
import type { Command, CommandContext, Flag, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { GENERATOR_FLAGS, generate, oneName } from './generator.ts'

const TCP: Flag = {
  name: 'tcp',
  type: 'strings',
  help: "Port pairs can be specified as '<port>:<targetPort>'.",
}

const clusterIp: Command = {
  name: 'clusterip',
  usage: 'NAME [--tcp=<port>:<targetPort>]',
  summary: 'Create a ClusterIP service',
  examples: `  # Port 80 of the service is port 8080 of its pods
  kubesim create service clusterip web --tcp=80:8080

  # Headless
  kubesim create service clusterip web --clusterip="None"`,
  flags: [
    ...GENERATOR_FLAGS,
    { name: 'clusterip', type: 'string', default: '', help: 'The cluster IP; "None" for a headless service.' },
    TCP,
  ],
  run: (ctx, args, flags) => run(ctx, args, flags, 'ClusterIP'),
}

const nodePort: Command = {
  name: 'nodeport',
  usage: 'NAME [--tcp=port:targetPort]',
  summary: 'Create a NodePort service',
  examples: `  # Also reachable on port 30080 of every node
  kubesim create service nodeport web --tcp=80:8080 --node-port=30080`,
  flags: [
    ...GENERATOR_FLAGS,
    { name: 'node-port', type: 'int', default: 0, help: 'The port on every node; 0: one is chosen.' },
    TCP,
  ],
  run: (ctx, args, flags) => run(ctx, args, flags, 'NodePort'),
}

const loadBalancer: Command = {
  name: 'loadbalancer',
  usage: 'NAME [--tcp=port:targetPort]',
  summary: 'Create a LoadBalancer service',
  examples: `  # With an address from outside the cluster
  kubesim create service loadbalancer web --tcp=80:8080`,
  flags: [...GENERATOR_FLAGS, TCP],
  run: (ctx, args, flags) => run(ctx, args, flags, 'LoadBalancer'),
}

const externalName: Command = {
  name: 'externalname',
  usage: 'NAME --external-name external.name',
  summary: 'Create an ExternalName service',
  examples: `  # Another name for a host outside the cluster
  kubesim create service externalname db --external-name db.example.com`,
  flags: [
    ...GENERATOR_FLAGS,
    { name: 'external-name', type: 'string', required: true, help: 'The name that the service stands for.' },
    TCP,
  ],
  run: (ctx, args, flags) => run(ctx, args, flags, 'ExternalName'),
}

export const service: Command = {
  name: 'service',
  aliases: ['svc'],
  summary: 'Create a service using a specified subcommand',
  commands: [clusterIp, externalName, loadBalancer, nodePort],
}

type ServiceType = 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName'

async function run(ctx: CommandContext, args: string[], flags: Flags, type: ServiceType): Promise<void> {
  const name = oneName(args, `create service ${type.toLowerCase()}`)
  const tcp: string[] = flags['tcp']
  const address: string = flags['clusterip'] ?? ''
  if (address === 'None' && tcp.length > 0) throw new FailedError('can not map ports with clusterip=None')
  if (address !== 'None' && type !== 'ExternalName' && tcp.length === 0) {
    throw new FailedError('at least one tcp port specifier must be provided')
  }
  const ports = tcp.map(pair => ({
    name: pair.replaceAll(':', '-'),
    protocol: 'TCP',
    ...parsePorts(pair),
    nodePort: flags['node-port'] || undefined,
  }))
  const labels = { app: name }
  const spec = {
    ports: ports.length > 0 ? ports : undefined,
    selector: labels,
    clusterIP: address || undefined,
    type,
    externalName: flags['external-name'],
  }
  const object = { apiVersion: 'v1', kind: 'Service', metadata: { name, labels }, spec }
  await generate(ctx, flags, object, `failed to create ${type} service: `)
}

/** `80` or `80:8080` or `80:http`. */
function parsePorts(pair: string): { port: number; targetPort: number | string } {
  const [first, second] = pair.split(':') as [string, string?]
  const port = parsePort(first)
  if (second === undefined) return { port, targetPort: port }
  const target = /^[-+]?[0-9]+$/.test(second) ? Number(second) : second
  const errors = typeof target === 'number' ? portNumberErrors(target) : portNameErrors(target)
  if (errors.length > 0) throw new FailedError(errors.join(','))
  return { port, targetPort: target }
}

function parsePort(text: string): number {
  if (!/^[0-9]+$/.test(text)) {
    throw new FailedError(`strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`)
  }
  if (Number(text) > 65535) {
    throw new FailedError(`strconv.ParseUint: parsing ${JSON.stringify(text)}: value out of range`)
  }
  return Number(text)
}
