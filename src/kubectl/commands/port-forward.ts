import { type Command, type CommandContext, FailedError, UsageError } from '../command.ts'
import { PROGRAM } from '../globals.ts'
import { podsOf, podTarget } from './pod/find.ts'

/** Refused by name, after what a real kubectl refuses first. */
export const portForward: Command = {
  name: 'port-forward',
  hidden: true,
  usage: 'TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]',
  summary: 'Forward local ports to a pod. Not simulated',
  flags: [
    { name: 'address', type: 'strings', help: 'Addresses to listen on.' },
    { name: 'pod-running-timeout', type: 'duration', default: 60_000, help: 'How long to wait for a running pod.' },
  ],
  complete: 'pod',
  run,
}

async function run(ctx: CommandContext, args: string[]): Promise<void> {
  if (args.length < 2) {
    const hint = `See '${PROGRAM} port-forward -h' for help and examples`
    throw new UsageError('TYPE/NAME and list of ports are required for port-forward', hint)
  }
  const [pod] = await podsOf(ctx, await podTarget(ctx, args[0]!), true)
  if (!pod) throw new FailedError('timed out waiting for the condition')
  const { phase } = pod.status
  if (phase !== 'Running')
    throw new FailedError(`unable to forward port because pod is not running. Current status=${phase}`)
  throw new FailedError(`${PROGRAM} does not simulate "port-forward": no port is ever opened; see ${PROGRAM} curl`)
}
