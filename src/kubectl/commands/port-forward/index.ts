import type { Pod, Service } from '../../../lib/objects.ts'
import { type Command, type CommandContext, FailedError, type Flags, UsageError } from '../../command.ts'
import { fetchTarget } from '../../fetch.ts'
import { PROGRAM } from '../../globals.ts'
import { firstPod, podTarget } from '../pod/find.ts'
import { parsePort, podPort, servicePort } from './ports.ts'

const HINT = `See '${PROGRAM} port-forward -h' for help and examples`

/** Modelled on k8s.io/kubectl pkg/cmd/portforward and client-go tools/portforward. */
export const portForward: Command = {
  name: 'port-forward',
  group: 'Troubleshooting and Debugging Commands:',
  usage: 'TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]',
  summary: 'Forward one or more local ports to a pod',
  long: `Listens on ports of this machine (127.0.0.1 and ::1, never others) and passes what comes to one pod, until Ctrl-C: the
program in the container answers as it would answer kubesim curl. The pod is chosen once; of a deployment or a service it is
the one that runs best. Requests see the cluster at the moment they are made, so time goes on meanwhile.

When a connection fails in the pod, because nobody listens there or the pod has gone, forwarding ends.`,
  examples: `# Ports 5000 and 6000 of a pod, the same ones here
${PROGRAM} port-forward pod/web-1 5000 6000

# A pod of a deployment, and the one behind a port of a service
${PROGRAM} port-forward deployment/web 8080:80
${PROGRAM} port-forward service/web 8443:https

# Any free port of this machine
${PROGRAM} port-forward pod/web-1 :5000`,
  flags: [
    {
      name: 'address',
      type: 'strings',
      help: 'Addresses to listen on: localhost, 127.0.0.1 or ::1. Others are refused.',
      values: ['localhost', '127.0.0.1', '::1'],
    },
    {
      name: 'pod-running-timeout',
      type: 'duration',
      default: 60_000,
      help: 'How long to wait until at least one pod is there.',
    },
  ],
  complete: 'pod',
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  if (args.length < 2) throw new UsageError('TYPE/NAME and list of ports are required for port-forward', HINT)
  const target = await podTarget(ctx, args[0]!)
  const pod = await firstPod(ctx, target, flags['pod-running-timeout'])
  const { resource } = target.resource
  const words = args.slice(1)
  const translated =
    resource === 'services' ? await service(ctx, target, pod, words) : words.map(word => podPort(word, pod as Pod))
  const { phase } = pod.status
  if (phase !== 'Running') {
    throw new FailedError(`unable to forward port because pod is not running. Current status=${phase}`)
  }
  const addresses: string[] = flags['address'].length ? flags['address'] : ['localhost']
  const { forward } = await import('./forward.ts')
  await forward(ctx, pod, translated.map(parsePort), addresses)
}

async function service(ctx: CommandContext, target: Parameters<typeof fetchTarget>[1], pod: Pod, words: string[]) {
  const object = (await fetchTarget(ctx.client, target)) as Service
  return words.map(word => servicePort(word, object, pod))
}
