import { type Command, FailedError, type Flags } from '../command.ts'
import type { CommandContext } from '../command.ts'
import { PROGRAM } from '../globals.ts'
import { defaultContainer } from './pod/container.ts'
import { podsOf, podTarget } from './pod/find.ts'

/** Refused by name, after what a real kubectl refuses first. */
export const attach: Command = {
  name: 'attach',
  hidden: true,
  usage: '(POD | TYPE/NAME) -c CONTAINER',
  summary: 'Attach to a running container. Not simulated',
  flags: [
    { name: 'container', short: 'c', type: 'string', default: '', help: 'Container name.' },
    { name: 'stdin', short: 'i', type: 'bool', default: false, help: 'Pass stdin to the container.' },
    { name: 'tty', short: 't', type: 'bool', default: false, help: 'Stdin is a TTY.' },
  ],
  complete: 'pod',
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  if (!args.length) throw new FailedError('at least 1 argument is required for attach')
  const [pod] = await podsOf(ctx, await podTarget(ctx, args[0]!), true)
  if (!pod) throw new FailedError('timed out waiting for the condition')
  const { phase } = pod.status
  if (phase === 'Succeeded' || phase === 'Failed') {
    throw new FailedError(`cannot attach a container in a completed pod; current phase is ${phase}`)
  }
  const container = flags['container'] || defaultContainer(ctx, pod)
  ctx.complain(
    'All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.',
  )
  ctx.complain("If you don't see a command prompt, try pressing enter.")
  const { name, namespace } = pod.metadata
  // Asks for nothing; the answer is only whether a container could be reached.
  const query = { container, command: ['true'] }
  if (!pod.spec.nodeName)
    await ctx.client.call({ verb: 'create', resource: 'pods', subresource: 'exec', namespace, name, query })
  throw new FailedError(`${PROGRAM} does not simulate "attach": see ${PROGRAM} logs -f and ${PROGRAM} exec`)
}
