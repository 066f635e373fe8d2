import { ApiError } from '../../../api/errors.ts'
import type { AttachReply, Cursor } from '../../../cluster/kubelet/attach.ts'
import { InterruptedError, StandstillError } from '../../../client/client.ts'
import type { Pod } from '../../../lib/objects.ts'
import type { Ms } from '../../../lib/time.ts'
import type { CommandContext, Typing } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import { typistOf } from './typist.ts'

export interface AttachOptions {
  stdin: boolean
  tty: boolean
  quiet: boolean
  /** Only what is written from now on. */
  fromNow?: boolean
}

/** What kubectl says before it attaches. */
export function announce(ctx: CommandContext): void {
  ctx.complain(
    'All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.',
  )
  ctx.complain("If you don't see a command prompt, try pressing enter.")
}

/**
 * Shows what a container writes and gives it what is typed, or what comes through a pipe, until it ends. Throws ApiError,
 * InterruptedError after Ctrl-C.
 */
export async function attached(
  ctx: CommandContext,
  pod: Pod,
  container: string,
  options: AttachOptions,
): Promise<void> {
  const { client, io } = ctx
  const { name, namespace } = pod.metadata
  const about = { resource: 'pods', subresource: 'attach', namespace, name } as const
  const typist = options.stdin ? typistOf(io) : undefined
  const atTerminal = options.tty && typist !== undefined
  const look = async (cursor?: Cursor): Promise<AttachReply> =>
    (await client.call({ ...about, verb: 'get', query: { container, cursor } })).body
  const type = async (input: string, end: boolean, cursor?: Cursor): Promise<AttachReply> => {
    try {
      return (await client.call({ ...about, verb: 'create', query: { container, input, end, cursor } })).body
    } catch (error) {
      // It has ended meanwhile: nobody reads this any more.
      if (error instanceof ApiError && error.reason === 'InternalError') return look(cursor)
      throw error
    }
  }
  /** Where a terminal shows what is typed, it has done so already; its prompt is shown when it is asked for. */
  let prompt = ''
  const show = ({ pieces }: AttachReply) => {
    for (const { text, typed } of pieces) {
      if (!atTerminal || !typed) io.stdout(text)
      prompt = typed && !text.endsWith('\n') ? text : ''
    }
  }
  try {
    let reply = await look()
    if (options.fromNow) reply.pieces = []
    if (options.stdin && !typist && !reply.ended) {
      show(reply)
      reply = await type((await io.stdin()).toString(), true, reply.cursor)
    }
    let open = typist !== undefined
    for (;;) {
      show(reply)
      if (reply.ended || io.signal?.aborted) return
      if (reply.waits && open) {
        await client.commit()
        const typing = await typist!.read(atTerminal ? prompt : '')
        if (typing === 'interrupt' && !atTerminal) return
        open = typing !== 'end'
        reply = await type(typed(typing), !open, reply.cursor)
      } else {
        if (!(await passed(ctx, reply, typist?.interrupted ? HEARD : undefined))) return
        // A program that does not ask gets no Ctrl-C here: who is attached leaves.
        if (typist?.interrupted?.()) throw new InterruptedError()
        reply = await look(reply.cursor)
      }
    }
  } finally {
    typist?.close()
  }
}

/** At a terminal Ctrl-C goes to the program: a shell takes it for an empty line. */
const typed = (typing: Typing): string => (typing === 'end' ? '' : typing === 'interrupt' ? '\n' : `${typing.line}\n`)

/** How long Ctrl-C may take to be heard on a clock that really waits. */
const HEARD: Ms = 250

/** Lets time pass, a while at most if somebody wants to be heard; false when nothing would ever come. */
async function passed({ client }: CommandContext, { next }: AttachReply, most: Ms | undefined): Promise<boolean> {
  const waits = most !== undefined && (await client.cluster.info()).clock === 'wall'
  const until = waits ? Math.min(next ?? Number.POSITIVE_INFINITY, client.now() + most) : next
  try {
    await client.next(until)
    return true
  } catch (error) {
    if (error instanceof StandstillError) return false
    throw error
  }
}

/** What kubectl says at the end of a session with a shell that is started again. */
export function resumeHint({ metadata, spec }: Pod, container: string, { stdin, tty, quiet }: AttachOptions): string {
  if (quiet || !stdin || !tty || spec.restartPolicy !== 'Always') return ''
  return `Session ended, resume using '${PROGRAM} attach ${metadata.name} -c ${container} -i -t' command when the pod is running`
}
