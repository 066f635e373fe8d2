import { parseReference } from '../../../cluster/images/reference.ts'
import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError, UsageError } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import { OVERRIDE_FLAGS, overridden } from '../../overrides.ts'
import { fieldManager } from '../../field-manager.ts'
import { GENERATOR_FLAGS, generate } from '../create/generator.ts'
import { attach } from './attach.ts'
import { buildPod, buildService } from './pod.ts'

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

  # A shell to type into, in a pod that is removed afterwards
  kubesim run tmp -it --rm --restart=Never --image=busybox:1.36 -- sh

  # A command, what it says, and then remove the pod
  kubesim run tmp -i --rm --restart=Never --image=busybox -- wget -qO- http://web

  # Another command
  kubesim run sleeper --image=busybox --command -- sleep 3600`,
  complete: 'none',
  flags: [
    { name: 'annotations', type: 'array', help: 'Annotations of the pod: KEY=VALUE.' },
    {
      name: 'attach',
      type: 'bool',
      default: false,
      help: 'Show what the container writes until it ends. Implied by --stdin.',
    },
    { name: 'command', type: 'bool', default: false, help: 'Words after -- are the command, not its arguments.' },
    { name: 'env', type: 'array', help: 'Environment variables of the container: KEY=VALUE.' },
    { name: 'expose', type: 'bool', default: false, help: 'Also make a service for the pod. Needs --port.' },
    ...GENERATOR_FLAGS.filter(flag => flag.name !== 'field-manager'),
    fieldManager('kubectl-run'),
    { name: 'image', type: 'string', required: true, help: 'The image to run.' },
    { name: 'image-pull-policy', type: 'string', default: '', values: PULL_POLICIES, help: 'When to pull the image.' },
    { name: 'labels', short: 'l', type: 'string', default: '', help: 'Labels of the pod. Default: run=NAME.' },
    ...OVERRIDE_FLAGS,
    {
      name: 'pod-running-timeout',
      type: 'duration',
      default: 60_000,
      help: 'How long to wait until the container to attach to runs.',
    },
    {
      name: 'leave-stdin-open',
      type: 'bool',
      default: false,
      help: 'The container keeps its standard input after the first session, and its end is not waited for.',
    },
    { name: 'port', type: 'string', default: '', help: 'The port that the container exposes.' },
    { name: 'privileged', type: 'bool', default: false, help: 'Run the container in privileged mode.' },
    { name: 'quiet', short: 'q', type: 'bool', default: false, help: 'Only print what the container writes.' },
    {
      name: 'restart',
      type: 'string',
      default: 'Always',
      values: RESTART_POLICIES,
      help: 'The restart policy of the pod.',
    },
    { name: 'rm', type: 'bool', default: false, help: 'Delete the pod after it was attached to.' },
    {
      name: 'stdin',
      short: 'i',
      type: 'bool',
      default: false,
      help: 'Attach to the container, and give it what is typed or what comes through a pipe.',
    },
    { name: 'tty', short: 't', type: 'bool', default: false, help: 'Give the container a terminal.' },
  ],
  run: (ctx, args, flags) => runPod(ctx, args, flags),
}

async function runPod(ctx: CommandContext, args: string[], flags: Flags): Promise<number> {
  const [name, ...words] = args
  check(name, flags)
  const attached = flags['attach'] || flags['stdin']
  const pod = buildPod(name!, words, flags)
  if (flags['expose']) await generate(ctx, { ...flags, overrides: '' }, buildService(pod, flags))
  const made = overridden(pod, flags)
  if (!attached) {
    await generate(ctx, flags, made)
    return 0
  }
  await ctx.client.call({ verb: 'create', resource: 'pods', namespace: ctx.namespace.name, body: made })
  return attach(ctx, name!, flags)
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
  const attached = flags['attach'] || flags['stdin']
  if (flags['rm'] && !attached) throw misused('--rm should only be used for attached containers')
  if (attached && flags['dry-run'] !== 'none') {
    throw misused(
      "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)",
    )
  }
  if (flags['image-pull-policy'] && !PULL_POLICIES.includes(flags['image-pull-policy'])) {
    throw misused(`invalid image pull policy: ${flags['image-pull-policy']}`)
  }
}
