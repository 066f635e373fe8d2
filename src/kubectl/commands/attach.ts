import { type Command, type CommandContext, FailedError, type Flags } from '../command.ts'
import { PROGRAM } from '../globals.ts'
import { containerNames, defaultContainer } from './pod/container.ts'
import { firstPod, podTarget } from './pod/find.ts'
import { announce, attached, resumeHint } from './pod/attached.ts'
import { SESSION_FLAGS } from './pod/session-flags.ts'

/** Modelled on k8s.io/kubectl pkg/cmd/attach. */
export const attach: Command = {
  name: 'attach',
  group: 'Troubleshooting and Debugging Commands:',
  usage: '(POD | TYPE/NAME) -c CONTAINER',
  summary: 'Attach to a running container',
  long: `Shows what the program in a container writes from now on, until it ends or Ctrl-C. With -i it reads what is typed, if
the container has a standard input.`,
  examples: `# The first container of a pod, and another one
${PROGRAM} attach web-1
${PROGRAM} attach web-1 -c sidecar

# The pod that shows best what a deployment does
${PROGRAM} attach deployment/web`,
  flags: SESSION_FLAGS,
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
  const { tty, stdin } = pod.spec.containers.find(each => each.name === container) ?? {}
  const quiet: boolean = flags['quiet']
  if (flags['tty'] && !tty && !quiet) {
    ctx.complain(`error: Unable to use a TTY - container ${container} did not allocate one`)
  } else if (flags['tty'] && !ctx.io.keyboard) {
    ctx.complain('Unable to use a TTY - input is not a terminal or the right kind of file')
  }
  if (!quiet) announce(ctx)
  // An unassigned pod is refused by the API server, everything else by its kubelet.
  if (!pod.spec.nodeName) {
    await ctx.client.call({
      verb: 'get',
      resource: 'pods',
      subresource: 'attach',
      namespace,
      name,
      query: { container },
    })
  }
  const statuses = [...(pod.status.containerStatuses ?? []), ...(pod.status.initContainerStatuses ?? [])]
  if (!statuses.find(each => each.name === container)?.state?.running) {
    throw new FailedError(
      `Internal error occurred: unable to upgrade connection: container ${container} not found in pod ${name}_${namespace}`,
    )
  }
  const atTerminal = tty === true && ctx.io.keyboard === true
  const options = { stdin: flags['stdin'] && stdin === true, tty: atTerminal, quiet, fromNow: true }
  await attached(ctx, pod, container, options)
  const hint = resumeHint(pod, container, options)
  if (hint) ctx.print(hint)
}
