import { ApiError } from '../../api/errors.ts'
import type { Pod } from '../../lib/objects.ts'
import { type Command, type CommandContext, FailedError, type Flags, UsageError } from '../command.ts'
import { PROGRAM } from '../globals.ts'
import { containerNames, defaultContainer } from './pod/container.ts'
import { podsOf, podTarget, selectedPods, waited } from './pod/find.ts'
import { timeError } from './pod/go-time.ts'
import { type LogStream, LogStreams } from './pod/log-stream.ts'

const USAGE = 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'
const HINT = `See '${PROGRAM} logs -h' for help and examples`
/** Lines of each pod that a selector shows by default. */
const SELECTOR_TAIL = 10

export const logs: Command = {
  name: 'logs',
  group: 'Troubleshooting and Debugging Commands:',
  usage: '[-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]',
  summary: 'Print the logs for a container in a pod',
  long: `Prints what a container has written. Images that are known say what they say when they start; scripts say what
they echo. Requests are not logged.`,
  examples: `# The only container of a pod, and one of several
${PROGRAM} logs web-1
${PROGRAM} logs web-1 -c sidecar

# The container before it was restarted
${PROGRAM} logs -p web-1

# One pod of a deployment, and the end of the logs of all pods with a label
${PROGRAM} logs deployment/web
${PROGRAM} logs -l app=web --tail=5 --prefix

# As it goes on
${PROGRAM} logs -f web-1 --timestamps`,
  flags: [
    { name: 'all-containers', type: 'bool', default: false, help: "Get all containers' logs in the pods." },
    {
      name: 'all-pods',
      type: 'bool',
      default: false,
      help: 'Get logs from all pods behind the object. Sets prefix to true.',
    },
    { name: 'container', short: 'c', type: 'string', default: '', help: 'Print the logs of this container.' },
    { name: 'follow', short: 'f', type: 'bool', default: false, help: 'Go on printing as lines come.' },
    { name: 'ignore-errors', type: 'bool', default: false, help: 'Tell errors among the lines, and go on.' },
    { name: 'limit-bytes', type: 'int', default: 0, help: 'Maximum bytes of logs to return. Defaults to no limit.' },
    {
      name: 'max-log-requests',
      type: 'int',
      default: 5,
      help: 'How many logs may be followed at once when using a selector.',
    },
    {
      name: 'pod-running-timeout',
      type: 'duration',
      default: 20_000,
      help: 'How long to wait until at least one pod is there.',
    },
    { name: 'prefix', type: 'bool', default: false, help: 'Prefix each line with the pod name and container name.' },
    {
      name: 'previous',
      short: 'p',
      type: 'bool',
      default: false,
      help: 'Print the logs of the previous instance of the container.',
    },
    { name: 'selector', short: 'l', type: 'string', default: '', help: 'Selector (label query) to filter on.' },
    { name: 'since', type: 'duration', default: 0, help: 'Only logs newer than a duration like 5s, 2m, or 3h.' },
    { name: 'since-time', type: 'string', default: '', help: 'Only logs after a date (RFC3339).' },
    {
      name: 'tail',
      type: 'int',
      help: 'Lines of recent log to show. -1 shows all, with a selector 10 is the default.',
    },
    { name: 'timestamps', type: 'bool', default: false, help: 'Print the time of each line.' },
  ],
  complete: 'pod',
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  check(args, flags)
  const pods = await choose(ctx, args, flags)
  const streams: LogStream[] = []
  for (const pod of pods) for (const container of containersOf(ctx, pod, args, flags)) streams.push({ pod, container })
  const most: number = flags['max-log-requests']
  if (flags['follow'] && streams.length > most) {
    const text = `you are attempting to follow ${streams.length} log streams, but maximum allowed concurrency is ${most}`
    throw new FailedError(`${text}, use --max-log-requests to increase the limit`)
  }
  const prefix = flags['prefix'] || flags['all-pods']
  const show = new LogStreams(ctx, streams, { ...flags, prefix, tail: tailOf(flags) })
  await show.past()
  if (flags['follow'] && !flags['previous']) await show.follow()
}

/** What kubectl refuses before it asks the server. */
function check(args: string[], flags: Flags): void {
  const selector = flags['selector'] !== ''
  if (args.length > 2 || (args.length === 0 && !selector)) {
    throw new UsageError(`expected '${USAGE}'.\nPOD or TYPE/NAME is a required argument for the logs command`, HINT)
  }
  if (args.length === 1 && selector) throw new UsageError('only a selector (-l) or a POD name is allowed', HINT)
  if (args.length === 2 && flags['container'])
    throw new UsageError('only one of -c or an inline [CONTAINER] arg is allowed', HINT)
  const container = args[1] || flags['container']
  if (flags['tail'] < -1) throw new FailedError('--tail must be greater than or equal to -1')
  if (flags['limit-bytes'] < 0) throw new FailedError('--limit-bytes must be greater than 0')
  if (flags['since'] < 0) throw new FailedError('--since must be greater than 0')
  if (flags['since'] && flags['since-time']) {
    throw new FailedError('at most one of `sinceTime` or `sinceSeconds` may be specified')
  }
  const wrong = flags['since-time'] && timeError(flags['since-time'])
  if (wrong) throw new FailedError(wrong)
  if (flags['all-containers'] && container) {
    throw new FailedError(`--all-containers=true should not be specified with container name ${container}`)
  }
}

const tailOf = (flags: Flags): number => flags['tail'] ?? (flags['selector'] ? SELECTOR_TAIL : -1)

async function choose(ctx: CommandContext, args: string[], flags: Flags): Promise<Pod[]> {
  if (flags['selector']) {
    const pods = await selectedPods(ctx, flags['selector'])
    if (!pods.length) ctx.complain(`No resources found in ${ctx.namespace.name} namespace.`)
    return pods
  }
  const target = await podTarget(ctx, args[0]!)
  let pods: Pod[]
  try {
    pods = await waited(ctx, flags['pod-running-timeout'], () => podsOf(ctx, target, false, 'cannot get the logs from'))
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    // logs words what it cannot find in its own way.
    throw new FailedError(
      `error from server (${error.reason}): ${error.message} in namespace ${JSON.stringify(ctx.namespace.name)}`,
    )
  }
  if (flags['all-pods']) return pods
  const [first] = pods
  if (pods.length > 1) ctx.complain(`Found ${pods.length} pods, using pod/${first!.metadata.name}`)
  return [first!]
}

function containersOf(ctx: CommandContext, pod: Pod, args: string[], flags: Flags): string[] {
  if (flags['all-containers']) return containerNames(pod)
  const asked = args[1] || flags['container']
  if (!asked) return [defaultContainer(ctx, pod)]
  if (!containerNames(pod).includes(asked))
    throw new FailedError(`container ${asked} is not valid for pod ${pod.metadata.name}`)
  return [asked]
}
