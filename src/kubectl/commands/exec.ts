import type { ExecReply } from '../../cluster/kubelet/exec.ts'
import { type Command, type CommandContext, FailedError, type Flags, UsageError } from '../command.ts'
import { PROGRAM } from '../globals.ts'
import { defaultContainer } from './pod/container.ts'
import { execIn, refuseCompleted } from './pod/exec.ts'
import { firstPod, podTarget } from './pod/find.ts'
import { typistOf } from './pod/typist.ts'
import { SESSION_FLAGS } from './pod/session-flags.ts'

const HINT = `See '${PROGRAM} exec -h' for help and examples`

export const exec: Command = {
  name: 'exec',
  group: 'Troubleshooting and Debugging Commands:',
  usage: '(POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]',
  summary: 'Execute a command in a container',
  long: `Runs a command in a container: the shell and the common tools (cat, ls, env, grep, curl, nslookup ...), as far as the
image has them, and what known images bring (redis-cli ping, nginx -t ...). Files that it writes stay as long as the pod.
With -it a shell (sh, bash) is given line by line; folder, status and variables go on from line to line.`,
  examples: `# A command in the only or first container, and in another one
${PROGRAM} exec web-1 -- date
${PROGRAM} exec web-1 -c sidecar -- env

# Anything for a shell
${PROGRAM} exec deploy/web -- sh -c 'cat /etc/resolv.conf; curl -s api:8080'

# A shell to type into
${PROGRAM} exec -it web-1 -- sh

# A script from standard input
${PROGRAM} exec -i web-1 -- sh < script.sh`,
  flags: SESSION_FLAGS,
  complete: 'pod',
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<number> {
  const dash: number | undefined = flags['--']
  if (!args.length || dash === 0) throw new FailedError('pod, type/name or --filename must be specified')
  if (args.length > 1 && dash === undefined) {
    throw new UsageError('exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead', HINT)
  }
  const command = args.slice(1)
  if (!command.length) throw new FailedError('you must specify at least one command for the container')
  const pod = await firstPod(ctx, await podTarget(ctx, args[0]!), flags['pod-running-timeout'])
  refuseCompleted(pod)
  const container: string = flags['container'] || defaultContainer(ctx, pod, flags['quiet'])
  const interactive = flags['stdin'] && ctx.io.keyboard && isShell(command)
  const typist = interactive && flags['tty'] ? typistOf(ctx.io) : undefined
  if (typist) {
    const { interactiveShell } = await import('./pod/interactive.ts')
    const code = await interactiveShell(ctx, pod, container, command[0]!, typist)
    if (code !== 0) ctx.complain(`command terminated with exit code ${code}`)
    return code
  }
  if (interactive) {
    throw new FailedError(`a shell to type into needs a terminal: ${PROGRAM} exec -it ${args[0]} -- ${command[0]}`)
  }
  if (flags['stdin'] && flags['tty'] && !ctx.io.keyboard && !flags['quiet']) {
    ctx.complain('Unable to use a TTY - input is not a terminal or the right kind of file')
  }
  const stdin = flags['stdin'] && !ctx.io.keyboard ? (await ctx.io.stdin()).toString() : ''
  return finish(ctx, await execIn(ctx, pod, container, command, stdin))
}

const isShell = (command: string[]) => command.length === 1 && /^(.*\/)?(sh|bash|ash|dash|zsh)$/.test(command[0]!)

/** Prints what the command said, and waits as long as it takes. */
async function finish(ctx: CommandContext, { stdout, stderr, code, ms }: ExecReply): Promise<number> {
  ctx.io.stdout(stdout)
  ctx.io.stderr(stderr)
  if (ms === undefined) throw new FailedError('the command does not end by itself; it is not followed any further', 130)
  const end = ctx.client.now() + ms
  // What is over in no time is not waited for.
  while (ms >= 500 && ctx.client.now() < end && !ctx.io.signal?.aborted) if (!(await ctx.client.next(end))) break
  if (code !== 0) ctx.complain(`command terminated with exit code ${code}`)
  return code
}
