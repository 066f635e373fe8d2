import { prng } from '../../../lib/prng.ts'
import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { GENERATOR_FLAGS, generate, oneName } from './generator.ts'

export const deployment: Command = {
  name: 'deployment',
  aliases: ['deploy'],
  usage: 'NAME --image=image -- [COMMAND] [args...]',
  summary: 'Create a deployment with the specified name',
  examples: `  # Create a deployment that runs an image
  kubesim create deployment web --image=nginx:1.27

  # With three replicas and a port
  kubesim create deployment web --image=nginx:1.27 --replicas=3 --port=80

  # With a command
  kubesim create deployment sleeper --image=busybox -- sleep 3600`,
  flags: [
    ...GENERATOR_FLAGS,
    { name: 'image', type: 'strings', required: true, help: 'Image names to run, one container each.' },
    { name: 'port', type: 'int', default: -1, help: 'The port that the first container exposes.' },
    { name: 'replicas', short: 'r', type: 'int', default: 1, help: 'How many replicas to create.' },
  ],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const dash: number = flags['--'] ?? args.length
  const name = oneName(args.slice(0, dash), 'create deployment')
  const command = args.slice(dash)
  const images: string[] = flags['image']
  if (images.length > 1 && command.length > 0) {
    throw new FailedError('cannot specify multiple --image options and command')
  }
  const ports = flags['port'] >= 0 ? [{ containerPort: flags['port'] }] : undefined
  const containers = images.map((image, i) => ({
    name: containerName(image, ctx),
    image,
    command: command.length > 0 ? command : undefined,
    ports: i === 0 ? ports : undefined,
    resources: {},
  }))
  const labels = { app: name }
  const spec = {
    replicas: flags['replicas'],
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers } },
    strategy: {},
  }
  const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, labels }, spec }
  await generate(ctx, flags, object, 'failed to create deployment: ')
}

/** The image's last word, without tag; made to follow the rules of names. */
function containerName(image: string, ctx: CommandContext): string {
  const name = image.split('/').at(-1)!.split(':')[0]!.split('@')[0]!
  if (!/[_.]/.test(name)) return name
  return `${name.replaceAll(/[_.]/g, '-')}-${prng('create deployment', image, ctx.client.now()).suffix(5)}`
}
