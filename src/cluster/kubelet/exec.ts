import type { Call, Reply } from '../../api/call.ts'
import { ApiError, badRequest } from '../../api/errors.ts'
import type { Connection } from '../../api/kind.ts'
import type { LayeredFiles } from '../images/files.ts'
import type { Network } from '../images/image.ts'
import { type Execution, execError, execute } from '../images/execute.ts'
import { stopTime } from '../images/process.ts'
import type { ContainerStatus, Pod } from '../../lib/objects.ts'
import type { Prng } from '../../lib/prng.ts'
import { endedStatus } from './container-status.ts'
import { pastOf } from './past.ts'
import { refuseOff } from './off.ts'
import { containerOf, containerStatusOf, podOf } from './container-of.ts'
import type { AskNetwork } from './journal.ts'
import type { Memory } from './life.ts'
import { readKept, writeKept } from './kept.ts'
import { runningContainer } from './running.ts'

/** What pods/exec answers. */
export type ExecReply = Execution

/**
 * `pods/exec`. Query: container, command (a list), stdin. The command runs at once, whatever time it takes; files that it
 * writes stay as long as the pod. Throws BadRequest and, as the connection to the kubelet does, InternalError.
 */
export function exec(ask?: AskNetwork) {
  return (call: Call, connection: Connection): Reply => {
    const { read, now, note } = connection
    const query = call.query ?? {}
    const pod = podOf(call, read)
    const container = containerOf(pod, query['container'] as string | undefined)
    const key = `${pod.metadata.namespace}/${pod.metadata.name}`
    if (!pod.spec.nodeName) throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`)
    refuseOff(pod, read, 'error dialing backend: dial tcp')
    const status = containerStatusOf(pod, container.name)
    if (!status?.state?.running)
      throw internal(`unable to upgrade connection: container not found (${JSON.stringify(container.name)})`)

    const parts = note<Memory>(`kubelet/${key}`)?.parts ?? {}
    const { startedAt } = parts[container.name] ?? {}
    const rng = (...words: (string | number)[]) => connection.rng('kubelet', ...words)
    // The command runs ahead of the cluster's clock: what it asks later draws anew.
    const network: Network | undefined =
      ask && ((question, at) => ask(pod, question, { read, now: at, rng: connection.rng, notes: connection }))
    const kept = readKept(pod, read, name => note(`kubelet/${name}`))
    const running = runningContainer(
      pod,
      container,
      status,
      { read, now, rng, network, kept, past: pastOf(read, note), input: name => parts[name]?.input },
      startedAt,
    )
    const command = query['command'] as string[]
    const missing = execError(running, command[0]!)
    if (missing !== undefined)
      throw internal(
        `error executing command in container: failed to exec in container: failed to start exec "${execId(rng('exec', pod.metadata.uid!, connection.now, ...command))}": ${missing}`,
      )

    const before = new Map(kept)
    const stop = stopTime(running)
    const files = running.files as LayeredFiles
    files.layer = 'kept'
    let killed = false
    const result = execute(running, command, (query['stdin'] as string | undefined) ?? '', () => {
      killed = true
    })
    keep(pod, before, files, connection)
    if (killed && stop !== Number.POSITIVE_INFINITY) terminate(pod, container.name, connection)
    return { code: 200, body: result satisfies ExecReply, warnings: [] }
  }
}

const internal = (message: string) => new ApiError('InternalError', `Internal error occurred: ${message}`)

function execId(words: Prng): string {
  return Array.from({ length: 4 }, () => words.uuid().replace(/-/g, '').slice(0, 16)).join('')
}

function keep(pod: Pod, before: LayeredFiles['kept'], { kept }: LayeredFiles, connection: Connection): void {
  if (
    kept.size === before.size &&
    [...kept].every(([place, content]) => before.has(place) && before.get(place) === content)
  )
    return
  writeKept(pod, kept, connection.read, {
    note: name => connection.note(`kubelet/${name}`),
    setNote: (name, value) => connection.setNote(`kubelet/${name}`, value),
  })
  // Probes may find something else now.
  connection.wake('kubelet', `${pod.metadata.namespace}/${pod.metadata.name}`)
}

/** The main process has got SIGTERM and ends well; its kubelet sees that in the status. */
function terminate(pod: Pod, name: string, { now, handle }: Connection): void {
  const ended = (statuses: ContainerStatus[] | undefined) =>
    statuses?.map(status => (status.name === name ? endedStatus(status, now, 0) : status))
  const { containerStatuses, initContainerStatuses } = pod.status
  const status = {
    ...pod.status,
    containerStatuses: ended(containerStatuses),
    initContainerStatuses: ended(initContainerStatuses),
  }
  const { namespace, name: podName } = pod.metadata
  handle({
    verb: 'update',
    resource: 'pods',
    subresource: 'status',
    namespace,
    name: podName,
    body: { ...pod, status },
  })
}
