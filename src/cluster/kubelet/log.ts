import type { Call, Reply } from '../../api/call.ts'
import { badRequest } from '../../api/errors.ts'
import type { Connection } from '../../api/kind.ts'
import type { Container, ContainerStatus, Node, Pod } from '../../lib/objects.ts'
import { type Ms, parseTime } from '../../lib/time.ts'
import type { LogLine } from '../images/image.ts'
import { follow, type Process } from '../images/process.ts'
import { nodeAddress } from './addresses.ts'
import { pastOf } from './past.ts'
import { refuseOff } from './off.ts'
import { containerOf, containerStatusOf, podOf } from './container-of.ts'
import { replayed } from './journal.ts'
import type { Facts, Memory } from './life.ts'
import { readKept } from './kept.ts'
import { runningContainer } from './running.ts'

/** What pods/log answers: a stretch of the log, and how it goes on. */
export interface LogReply {
  lines: LogLine[]
  /** The stretch goes up to here. */
  now: Ms
  /** The container has ended: no line will follow. */
  ended: boolean
  /** When the next line is known to come. */
  next?: Ms
}

/** So far the log is looked ahead for its next line. */
const AHEAD: Ms = 60_000

/** One instance of a container: its beginning, and its end if it has ended. */
export interface Instance {
  startedAt: Ms
  endedAt?: Ms
  restartCount: number
  facts?: Facts
}

/**
 * `pods/log`. Query: container, previous, tailLines, sinceSeconds, sinceTime (RFC 3339), after (ms: only
 * what was written later, for following). A pod without a node has no log.
 */
export function log(call: Call, connection: Connection): Reply {
  const { read, now } = connection
  const query = call.query ?? {}
  const pod = podOf(call, read)
  const container = containerOf(pod, query['container'] as string | undefined)
  const reply = (body: LogReply): Reply => ({ code: 200, body, warnings: [] })
  const node = pod.spec.nodeName ? read.get<Node>('nodes', undefined, pod.spec.nodeName) : undefined
  if (!node) return reply({ lines: [], now, ended: false })

  refuseOff(
    pod,
    read,
    `Get "https://${nodeAddress(node)}:10250/containerLogs/${pod.metadata.namespace}/${pod.metadata.name}/${container.name}": dial tcp`,
  )
  const instance = instanceOf(pod, container, query['previous'] === true, connection)
  const until = instance.endedAt ?? now
  const lines = written(pod, container, instance, until, connection)
  const after = (query['after'] as Ms | undefined) ?? Number.NEGATIVE_INFINITY
  const since = sinceOf(query, now)
  const body: LogReply = {
    lines: cut(
      lines.filter(({ at }) => at > after && at >= since),
      query,
    ),
    now,
    ended: instance.endedAt !== undefined,
  }
  if (!body.ended) {
    const ahead = written(pod, container, instance, now + AHEAD, connection)
    body.next = ahead.find(({ at }) => at > now)?.at
  }
  return reply(body)
}

function sinceOf(query: NonNullable<Call['query']>, now: Ms): Ms {
  if (typeof query['sinceSeconds'] === 'number') return now - query['sinceSeconds'] * 1000
  return parseTime(query['sinceTime'] as string | undefined) ?? Number.NEGATIVE_INFINITY
}

function cut(lines: LogLine[], query: NonNullable<Call['query']>): LogLine[] {
  const tail = query['tailLines'] as number | undefined
  return tail === undefined || tail < 0 ? lines : tail === 0 ? [] : lines.slice(-tail)
}

/** The instance whose log is asked for (upstream kubelet validateContainerLogStatus). Throws BadRequest. */
export function instanceOf(pod: Pod, { name }: Container, previous: boolean, connection: Connection): Instance {
  const status = containerStatusOf(pod, name)
  const { running, terminated, waiting } = status?.state ?? {}
  const last = status?.lastState?.terminated
  const subject = `container ${JSON.stringify(name)} in pod ${JSON.stringify(pod.metadata.name)}`
  const restartCount = status?.restartCount ?? 0
  const facts = connection.note<Memory>(`kubelet/${pod.metadata.namespace}/${pod.metadata.name}`)?.parts[name]
  if (previous) {
    if (!last) throw badRequest(`previous terminated ${subject} not found`)
    return ended(last, waiting ? restartCount : restartCount - 1, facts)
  }
  if (running) return { startedAt: facts?.startedAt ?? parseTime(running.startedAt)!, restartCount, facts }
  if (terminated) return ended(terminated, restartCount, facts)
  if (last) return ended(last, restartCount, facts)
  throw badRequest(
    `${subject} is waiting to start: ${WAITING[waiting?.reason ?? ''] ?? waiting?.reason ?? 'ContainerCreating'}`,
  )
}

const WAITING: Record<string, string> = {
  ErrImagePull: "image can't be pulled",
  ImagePullBackOff: 'trying and failing to pull image',
}

type Terminated = NonNullable<NonNullable<ContainerStatus['state']>['terminated']>

function ended(
  { startedAt, finishedAt, reason }: Terminated,
  restartCount: number,
  facts: Facts | undefined,
): Instance {
  const end = parseTime(finishedAt) ?? 0
  // A process that never started has said nothing; otherwise the status tells whole seconds, the end may lie later in it.
  if (reason === 'StartError') return { startedAt: end, endedAt: end - 1, restartCount }
  const last = facts?.last
  return { startedAt: last?.startedAt ?? parseTime(startedAt) ?? end, endedAt: end + 999, restartCount, facts: last }
}

const written = (pod: Pod, container: Container, instance: Instance, until: Ms, connection: Connection): LogLine[] =>
  until < instance.startedAt
    ? []
    : processOf(pod, container, instance, until, connection)
        .lines()
        .filter(({ at }) => at <= until)

/** What an instance has done up to a moment after its start. */
export function processOf(
  pod: Pod,
  container: Container,
  instance: Instance,
  until: Ms,
  { read, rng, note }: Connection,
): Process {
  const kept = readKept(pod, read, name => note(`kubelet/${name}`))
  const view = {
    read,
    now: until,
    rng: (...words: (string | number)[]) => rng('kubelet', ...words),
    network: replayed(instance.facts),
    kept,
    past: pastOf(read, note),
    input: (name: string) => (name === container.name ? instance.facts?.input : undefined),
  }
  const status = { restartCount: instance.restartCount } as ContainerStatus
  return follow(runningContainer(pod, container, status, view, instance.startedAt), until)
}
