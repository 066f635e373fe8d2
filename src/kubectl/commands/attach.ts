import type { Pod } from '../../lib/objects.ts'
import { type Command, type CommandContext, FailedError, type Flags } from '../command.ts'
import { PROGRAM } from '../globals.ts'
import { containerNames, defaultContainer } from './pod/container.ts'
import { firstPod, podTarget } from './pod/find.ts'
import { LogStreams } from './pod/log-stream.ts'

/** Modelled on k8s.io/kubectl pkg/cmd/attach. */
export const attach: Command = {
  name: 'attach',
  group: 'Troubleshooting and Debugging Commands:',
  usage: '(POD | TYPE/NAME) -c CONTAINER',
  summary: 'Attach to a running container',
  long: `Shows what the program in a container writes from now on, until it ends or Ctrl-C. Programs here read nothing from
standard input: what is given to them with --stdin is refused.`,
  examples: `# The first container of a pod, and another one
${PROGRAM} attach web-1
${PROGRAM} attach web-1 -c sidecar

# The pod that shows best what a deployment does
${PROGRAM} attach deployment/web`,
  flags: [
    { name: 'container', short: 'c', type: 'string', default: '', help: 'Container name. Default: the first one.' },
    {
      name: 'pod-running-timeout',
      type: 'duration',
      default: 60_000,
      help: 'How long to wait until at least one pod is there.',
    },
    { name: 'quiet', short: 'q', type: 'bool', default: false, help: 'Only print what the container writes.' },
    { name: 'stdin', short: 'i', type: 'bool', default: false, help: 'Pass stdin to the container.' },
    { name: 'tty', short: 't', type: 'bool', default: false, help: 'Stdin is a TTY.' },
  ],
  complete: 'pod',
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  if (!args.length) throw new FailedError('at least 1 argument is required for attach')
  if (args.length > 2) {
    const saw = `saw ${args.length}: [${args.join(' ')}]`
    throw new FailedError(`expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) ${saw}`)
  }
  const pod = await firstPod(ctx, await podTarget(ctx, args.join('/')), flags['pod-running-timeout'])
  const { name, namespace } = pod.metadata
  const { phase } = pod.status
  if (phase === 'Succeeded' || phase === 'Failed') {
    throw new FailedError(`cannot attach a container in a completed pod; current phase is ${phase}`)
  }
  const container: string = flags['container'] || defaultContainer(ctx, pod, flags['quiet'])
  if (!containerNames(pod).includes(container)) throw new FailedError(`container ${container} not found in pod ${name}`)
  await input(ctx, pod, container, flags)
  if (!flags['quiet']) {
    ctx.complain(
      'All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.',
    )
    ctx.complain("If you don't see a command prompt, try pressing enter.")
  }
  // An unassigned pod is refused by the API server, everything else by its kubelet.
  if (!pod.spec.nodeName) {
    const query = { container, command: ['true'] }
    await ctx.client.call({ verb: 'create', resource: 'pods', subresource: 'exec', namespace, name, query })
  }
  const statuses = [...(pod.status.containerStatuses ?? []), ...(pod.status.initContainerStatuses ?? [])]
  if (!statuses.find(each => each.name === container)?.state?.running) {
    throw new FailedError(
      `Internal error occurred: unable to upgrade connection: container ${container} not found in pod ${name}_${namespace}`,
    )
  }
  const streams = new LogStreams(ctx, [{ pod, container }], {})
  streams.fromNow()
  await streams.follow()
}

/** Throws FailedError for input: nobody here would read it. */
async function input(ctx: CommandContext, pod: Pod, container: string, flags: Flags): Promise<void> {
  if (flags['tty'] && !pod.spec.containers.find(({ name }) => name === container)?.tty) {
    if (!flags['quiet']) ctx.complain(`error: Unable to use a TTY - container ${container} did not allocate one`)
  } else if (flags['tty'] && !ctx.io.keyboard) {
    ctx.complain('Unable to use a TTY - input is not a terminal or the right kind of file')
  }
  if (flags['stdin'] && !ctx.io.keyboard && (await ctx.io.stdin()).length > 0) {
    throw new FailedError(`${PROGRAM} does not simulate standard input of a pod; try: ${PROGRAM} exec -i`)
  }
}
