import { ApiError } from '../../../api/errors.ts'
import { isTrue } from '../../../lib/conditions.ts'
import type { Pod } from '../../../lib/objects.ts'
import { type Ms, parseTime } from '../../../lib/time.ts'
import type { CommandContext, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { deleteTarget } from '../../deletion.ts'
import { fetchTarget } from '../../fetch.ts'
import { resolveResource } from '../../resources.ts'
import type { Target } from '../../targets.ts'
import { announce, attached, resumeHint } from '../pod/attached.ts'
import { LogStreams } from '../pod/log-stream.ts'

/** A kubelet looks at its containers once a second: nobody sees one run that ends sooner. */
const SEEN: Ms = 1000

/**
 * Attaches to the pod's container, waits for its end unless it is restarted for ever, and removes the pod with --rm.
 * Resolves to the exit code of the container. Modelled on k8s.io/kubectl pkg/cmd/run.
 */
export async function attach(ctx: CommandContext, name: string, flags: Flags): Promise<number> {
  const target = { resource: await resolveResource(ctx.client, 'pods'), namespace: ctx.namespace.name, name }
  try {
    const timeout: Ms = flags['pod-running-timeout']
    const pod = await running(ctx, target, timeout, flags['stdin'] && ctx.io.keyboard === true)
    const container = pod.spec.containers[0]!.name
    if (isOver(pod)) await new LogStreams(ctx, [{ pod, container }], { tail: -1 }).past()
    else await attachTo(ctx, pod, container, flags)
    if (flags['leave-stdin-open'] || flags['restart'] === 'Always') return 0
    return await exitCode(ctx, target, timeout, flags['restart'] === 'OnFailure')
  } finally {
    if (flags['rm']) await remove(ctx, target, flags['quiet'])
  }
}

async function attachTo(ctx: CommandContext, pod: Pod, container: string, flags: Flags): Promise<void> {
  const { stdin, quiet } = flags as { stdin: boolean; quiet: boolean }
  if (flags['tty'] && !ctx.io.keyboard) {
    ctx.complain('Unable to use a TTY - input is not a terminal or the right kind of file')
  }
  const options = { stdin, quiet, tty: flags['tty'] && ctx.io.keyboard === true }
  if (!quiet) announce(ctx)
  await attached(ctx, pod, container, options)
  const hint = resumeHint(pod, container, options)
  if (hint) ctx.print(hint)
}

const isOver = ({ status: { phase } }: Pod): boolean => phase === 'Succeeded' || phase === 'Failed'

/**
 * The pod, once it is ready or has ended already. `atOnce`: somebody waits at a terminal, and would rather not until a
 * kubelet would have looked. Throws FailedError when it takes too long.
 */
async function running(ctx: CommandContext, target: Target, timeout: Ms, atOnce: boolean): Promise<Pod> {
  const until = ctx.client.now() + timeout
  for (;;) {
    const pod = (await fetchTarget(ctx.client, target)) as Pod
    if (isOver(pod)) return pod
    let next = until
    if (isTrue(pod.status.conditions, 'Ready')) {
      const startedAt = parseTime(pod.status.containerStatuses?.[0]?.state?.running?.startedAt)
      const seen = atOnce || startedAt === undefined ? ctx.client.now() : startedAt + SEEN
      if (ctx.client.now() >= seen) return pod
      next = Math.min(seen, until)
    }
    if (!(await ctx.client.next(next)) && ctx.client.now() >= until) {
      throw new FailedError('timed out waiting for the condition')
    }
  }
}

async function exitCode(ctx: CommandContext, target: Target, timeout: Ms, onlySuccess: boolean): Promise<number> {
  const until = ctx.client.now() + timeout
  const { namespace, name } = target
  for (;;) {
    const { status } = (await fetchTarget(ctx.client, target)) as Pod
    if (status.phase === 'Succeeded') return 0
    if (status.phase === 'Failed' && !onlySuccess) {
      const { exitCode = 0, reason = '', message = '' } = status.containerStatuses?.[0]?.state?.terminated ?? {}
      if (exitCode === 0) throw new FailedError(`pod ${namespace}/${name} failed with unknown exit code`)
      ctx.complain(`pod ${namespace}/${name} terminated (${reason})\n${message}`.trimEnd())
      return exitCode
    }
    if (!(await ctx.client.next(until))) throw new FailedError('timed out waiting for the condition')
  }
}

async function remove(ctx: CommandContext, target: Target, quiet: boolean): Promise<void> {
  try {
    await deleteTarget(ctx, target, { gracePeriod: -1, cascade: 'Background' })
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'NotFound') return
    throw error
  }
  if (!quiet) ctx.print(`pod ${JSON.stringify(target.name)} deleted from ${target.namespace} namespace`)
}
