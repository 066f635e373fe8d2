import type { Call, Reply } from '../../api/call.ts'
import { ApiError, badRequest } from '../../api/errors.ts'
import type { Connection } from '../../api/kind.ts'
import type { Container, Pod } from '../../lib/objects.ts'
import type { Ms } from '../../lib/time.ts'
import type { Typed } from '../images/image.ts'
import type { Piece } from '../images/process.ts'
import { containerOf, containerStatusOf, podOf } from './container-of.ts'
import type { Memory } from './life.ts'
import { instanceOf, processOf } from './log.ts'
import { refuseOff } from './off.ts'
import { onGrid } from './stage.ts'

/** What pods/attach answers: a stretch of what a container writes, and how it goes on. */
export interface AttachReply {
  pieces: Piece[]
  /** Where the next stretch begins: behind so many pieces of a moment. */
  cursor: Cursor
  /** The container has ended: nothing will follow. */
  ended: boolean
  /** It waits for something to be typed. */
  waits: boolean
  /** When something may follow, where only time decides. */
  next?: Ms
}

export type Cursor = [at: Ms, pieces: number]

/** So far it is looked ahead for what comes next. */
const AHEAD: Ms = 60_000

/**
 * `pods/attach`. Query: container, input (text), end (nothing will come after it), cursor (only what was written behind it). To type is to
 * create, to look is to get. Throws BadRequest, InternalError.
 */
export function attach(call: Call, connection: Connection): Reply {
  const { read, now } = connection
  const { input = '', end, cursor = [Number.NEGATIVE_INFINITY, 0], container: name } = call.query ?? {}
  const pod = podOf(call, read)
  const container = containerOf(pod, name as string | undefined)
  if (!pod.spec.nodeName) throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`)
  refuseOff(pod, read, 'error dialing backend: dial tcp')
  if (call.verb === 'create') {
    if (!containerStatusOf(pod, container.name)?.state?.running) throw notRunning(pod, container)
    if (container.stdin) type(pod, container, input as string, end === true, connection)
  }
  const instance = instanceOf(pod, container, false, connection)
  // What comes after a question to the network is not known before its kubelet has looked.
  const { lookAt = Number.POSITIVE_INFINITY } = instance.endedAt === undefined ? (instance.facts ?? {}) : {}
  const until = instance.endedAt ?? Math.min(now, lookAt - 1)
  const at = (moment: Ms) => processOf(pod, container, instance, moment, connection)
  const process = at(until)
  const piecesOf = ({ written, lines }: typeof process): readonly Piece[] =>
    written ?? lines().map(({ at, line }) => ({ at, text: `${line}\n` }))
  const body: AttachReply = {
    ...behind(piecesOf(process), cursor as Cursor, until),
    ended: instance.endedAt !== undefined,
    waits: lookAt > now && process.waits === true,
  }
  if (!body.ended && !body.waits) {
    const later = piecesOf(at(now + AHEAD)).find(piece => piece.at > now)?.at
    const look = Math.min(onGrid(lookAt), process.lookAt)
    const next = Math.min(later ?? Number.POSITIVE_INFINITY, look > now ? look : now + 1)
    if (next !== Number.POSITIVE_INFINITY) body.next = next
  }
  return { code: 200, body, warnings: [] }
}

/**
 * An answer of the network may come after it was looked for, and what is written then belongs to the moment of asking: so the
 * time alone does not tell what is new.
 */
function behind(all: readonly Piece[], [from, seen]: Cursor, until: Ms): Pick<AttachReply, 'pieces' | 'cursor'> {
  let skipped = 0
  const pieces = all.filter(({ at }) => at <= until && (at === from ? ++skipped > seen : at > from))
  const last = pieces.at(-1)?.at
  if (last === undefined) return { pieces, cursor: [from, seen] }
  const known = last === from ? seen : 0
  return { pieces, cursor: [last, known + pieces.filter(({ at }) => at === last).length] }
}

const notRunning = ({ metadata: { name, namespace } }: Pod, container: Container) =>
  new ApiError(
    'InternalError',
    `Internal error occurred: unable to upgrade connection: container ${container.name} not found in pod ${name}_${namespace}`,
  )

/** Text has come: its kubelet sees what becomes of it. */
function type(pod: Pod, { name }: Container, text: string, end: boolean, connection: Connection): void {
  const { now, note, setNote, wake } = connection
  const key = `${pod.metadata.namespace}/${pod.metadata.name}`
  const memory = note<Memory>(`kubelet/${key}`) ?? { uid: pod.metadata.uid!, timers: {}, parts: {} }
  const { looks: _, ...facts } = memory.parts[name] ?? {}
  const typed: Typed[] = [...(text ? [[now, text] as Typed] : []), ...(end ? [[now, null] as Typed] : [])]
  const next = { ...facts, input: [...(facts.input ?? []), ...typed] }
  if (!facts.exit) next.lookAt = now
  const timers = Object.fromEntries(
    Object.entries(memory.timers).filter(([track, [stage]]) => stage !== 'look' || !track.startsWith(`${name}/`)),
  )
  setNote(`kubelet/${key}`, { ...memory, timers, parts: { ...memory.parts, [name]: next } })
  wake('kubelet', key)
}
