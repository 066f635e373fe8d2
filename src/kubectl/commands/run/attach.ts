import type { Pod } from '../../../lib/objects.ts'
import type { Ms } from '../../../lib/time.ts'
import type { CommandContext, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { deleteTarget, waitUntilGone } from '../../deletion.ts'
import { fetchTarget } from '../../fetch.ts'
import { PROGRAM } from '../../globals.ts'
import { resolveResource } from '../../resources.ts'
import type { Target } from '../../targets.ts'
import { LogStreams } from '../pod/log-stream.ts'

const SHELL = /^(.*\/)?(sh|bash|ash|dash|zsh)$/

/** Throws FailedError for what would need somebody at the other end: a shell to type into, input for the program. */
export async function refuseInput({ io }: CommandContext, words: readonly string[]): Promise<void> {
  const shell = words.length === 0 || (words.length === 1 && SHELL.test(words[0]!))
  if (io.keyboard && shell) {
    throw new FailedError(
      `an interactive shell in a container is not simulated; try: ${PROGRAM} run ... -- sh -c '...'`,
    )
  }
  if (!io.keyboard && (await io.stdin()).length > 0) {
    throw new FailedError(`${PROGRAM} does not simulate standard input of a pod; try: ${PROGRAM} exec -i`)
  }
}

/**
 * Shows what the pod's container writes, waits for its end unless it is restarted for ever, and removes the pod with
 * --rm. Resolves to the exit code of the container.
 */
export async function attach(ctx: CommandContext, name: string, flags: Flags): Promise<number> {
  const target = { resource: await resolveResource(ctx.client, 'pods'), namespace: ctx.namespace.name, name }
  try {
    const pod = await started(ctx, target, flags['pod-running-timeout'])
    if (flags['tty'] && !ctx.io.keyboard) {
      ctx.complain('Unable to use a TTY - input is not a terminal or the right kind of file')
    }
    const streams = new LogStreams(ctx, [{ pod, container: pod.spec.containers[0]!.name }], { tail: -1 })
    await streams.past()
    await streams.follow()
    return flags['restart'] === 'Always' ? 0 : await exitCode(ctx, target)
  } finally {
    if (flags['rm']) await remove(ctx, target)
  }
}

/** The pod, once its container runs or has already ended. Throws FailedError when that takes too long. */
async function started(ctx: CommandContext, target: Target, timeout: Ms): Promise<Pod> {
  const until = ctx.client.now() + timeout
  for (;;) {
    const pod = (await fetchTarget(ctx.client, target)) as Pod
    if (pod.status.phase !== 'Pending') return pod
    if (!(await ctx.client.next(until))) throw new FailedError('timed out waiting for the condition')
  }
}

async function exitCode(ctx: CommandContext, target: Target): Promise<number> {
  for (;;) {
    const { status } = (await fetchTarget(ctx.client, target)) as Pod
    if (status.phase === 'Succeeded') return 0
    if (status.phase === 'Failed') {
      const { exitCode = 1, reason = '', message = '' } = status.containerStatuses?.[0]?.state?.terminated ?? {}
      ctx.complain(`pod ${target.namespace}/${target.name} terminated (${reason})\n${message}`.trimEnd())
      return exitCode
    }
    await ctx.client.next()
  }
}

async function remove(ctx: CommandContext, target: Target): Promise<void> {
  const uid = await deleteTarget(ctx, target, { gracePeriod: -1, cascade: 'Background' })
  ctx.print(`pod ${JSON.stringify(target.name)} deleted from ${target.namespace} namespace`)
  await waitUntilGone(ctx, [{ target, uid }], 0)
}
