import { parseReference } from '../../cluster/images/reference.ts'
import { envNameErrors } from '../../lib/names.ts'
import type { KubeObject } from '../../lib/objects.ts'
import type { Command, CommandContext, Flags } from '../command.ts'
import { FailedError, UsageError } from '../command.ts'
import { atoi, parseLabelPairs } from '../generator-flags.ts'
import { PROGRAM } from '../globals.ts'
import { OVERRIDE_FLAGS, overridden } from '../overrides.ts'
import { GENERATOR_FLAGS, generate } from './create/generator.ts'

const RESTART_POLICIES = ['Always', 'OnFailure', 'Never']
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never']

export const run: Command = {
  name: 'run',
  group: 'Basic Commands (Beginner):',
  usage:
    'NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] [--overrides=inline-json] [--command] -- [COMMAND] [args...]',
  summary: 'Run a particular image on the cluster',
  long: `Create a pod that runs an image.

Words after -- are arguments of the image's program; with --command they are the command.`,
  examples: `  # A pod with nginx
  kubesim run web --image=nginx:1.27 --port=80

  # The same with a service
  kubesim run web --image=nginx:1.27 --port=80 --expose

  # Another command
  kubesim run sleeper --image=busybox --command -- sleep 3600`,
  complete: 'none',
  flags: [
    { name: 'annotations', type: 'array', help: 'Annotations of the pod: KEY=VALUE.' },
    { name: 'command', type: 'bool', default: false, help: 'Words after -- are the command, not its arguments.' },
    { name: 'env', type: 'array', help: 'Environment variables of the container: KEY=VALUE.' },
    { name: 'expose', type: 'bool', default: false, help: 'Also make a service for the pod. Needs --port.' },
    ...GENERATOR_FLAGS,
    { name: 'image', type: 'string', required: true, help: 'The image to run.' },
    { name: 'image-pull-policy', type: 'string', default: '', values: PULL_POLICIES, help: 'When to pull the image.' },
    { name: 'labels', short: 'l', type: 'string', default: '', help: 'Labels of the pod. Default: run=NAME.' },
    ...OVERRIDE_FLAGS,
    { name: 'port', type: 'string', default: '', help: 'The port that the container exposes.' },
    { name: 'privileged', type: 'bool', default: false, help: 'Run the container in privileged mode.' },
    {
      name: 'restart',
      type: 'string',
      default: 'Always',
      values: RESTART_POLICIES,
      help: 'The restart policy of the pod.',
    },
    { name: 'rm', type: 'bool', default: false, help: 'Delete the pod after it was attached to.' },
    { name: 'stdin', short: 'i', type: 'bool', default: false, help: 'Keep standard input open.' },
    { name: 'tty', short: 't', type: 'bool', default: false, help: 'Give the container a terminal.' },
  ],
  run: (ctx, args, flags) => runPod(ctx, args, flags),
}

async function runPod(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const [name, ...words] = args
  check(name, flags)
  const pod = buildPod(name!, words, flags)
  if (flags['expose']) await generate(ctx, { ...flags, overrides: '' }, buildService(pod, flags))
  await generate(ctx, flags, overridden(pod, flags))
}

const misused = (message: string) => new UsageError(message, `See '${PROGRAM} run -h' for help and examples`)

function check(name: string | undefined, flags: Flags): void {
  if (name === undefined || flags['--'] === 0) throw misused('NAME is required for run')
  if (!parseReference(flags['image'])) {
    throw new FailedError(`Invalid image name ${JSON.stringify(flags['image'])}: invalid reference format`)
  }
  if (flags['tty'] && !flags['stdin']) throw misused('-i/--stdin is required for containers with -t/--tty=true')
  if (flags['expose'] && !flags['port']) throw misused('--port must be set when exposing a service')
  if (!RESTART_POLICIES.includes(flags['restart'])) throw misused(`invalid restart policy: ${flags['restart']}`)
  if (flags['rm'] && !flags['stdin']) throw misused('--rm should only be used for attached containers')
  if (flags['image-pull-policy'] && !PULL_POLICIES.includes(flags['image-pull-policy'])) {
    throw misused(`invalid image pull policy: ${flags['image-pull-policy']}`)
  }
}

function buildPod(name: string, words: string[], flags: Flags): KubeObject {
  const labels = flags['labels'] ? parseLabelPairs(flags['labels']) : { run: name }
  const annotations = parseAnnotations(flags['annotations'])
  const env = (flags['env'] as string[]).map(parseEnv)
  const container = {
    name,
    image: flags['image'],
    ...(words.length > 0 && (flags['command'] ? { command: words } : { args: words })),
    ...(flags['port'] && { ports: [{ containerPort: atoi(flags['port']) }] }),
    ...(env.length > 0 && { env }),
    resources: {},
    ...(flags['image-pull-policy'] && { imagePullPolicy: flags['image-pull-policy'] }),
    ...(flags['privileged'] && { securityContext: { privileged: true } }),
    ...(flags['stdin'] && { stdin: true, stdinOnce: true }),
    ...(flags['tty'] && { tty: true }),
  }
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels, ...(annotations && { annotations }) },
    spec: { containers: [container], restartPolicy: flags['restart'], dnsPolicy: 'ClusterFirst' },
    status: {},
  }
}

function buildService({ metadata }: KubeObject, flags: Flags): KubeObject {
  const port = atoi(flags['port'])
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: metadata.name },
    spec: { ports: [{ port, protocol: 'TCP', targetPort: port }], selector: metadata.labels },
    status: { loadBalancer: {} },
  }
}

function parseEnv(text: string): { name: string; value: string } {
  const equals = text.indexOf('=')
  const name = text.slice(0, equals)
  const value = text.slice(equals + 1)
  if (equals <= 0 || value === '' || envNameErrors(name).length > 0) throw new FailedError(`invalid env: ${text}`)
  return { name, value }
}

function parseAnnotations(pairs: readonly string[]): Record<string, string> | undefined {
  if (pairs.length === 0) return undefined
  const annotations: Record<string, string> = {}
  for (const pair of pairs) {
    const equals = pair.indexOf('=')
    if (equals <= 0) throw new FailedError(`invalid annotation format: ${pair}`)
    annotations[pair.slice(0, equals)] = pair.slice(equals + 1)
  }
  return annotations
}
