import type { Call, Reply } from '../../../api/call.ts'
import type { Connection, Reader } from '../../../api/kind.ts'
import type { Pod } from '../../../lib/objects.ts'
import type { Ms } from '../../../lib/time.ts'
import { countRequests } from '../../metrics/index.ts'
import type { Exchange } from '../connect/call.ts'
import { exchanges } from '../connect/exchange.ts'
import { connections, type Listening } from '../connect/handler.ts'
import { type Counts, type LoadReply, type LoadRequest, type LoadState, noCounts, type OpenRequest } from './call.ts'
import { delayedReader, seesAt } from './view.ts'

/**
 * Answers calls with subresource `load`: requests over a while in which the cluster does not change. A request whose answer
 * comes after that while is open until the next call: if its server is gone by then, it was reset.
 */
export const loadHandler =
  (listener: Listening) =>
  (call: Call, admission: Connection): Reply => {
    const request = call.body as LoadRequest
    const { read, now } = admission
    const state: LoadState = request.state ?? { open: [], view: { lastSync: now - 1000, services: {} } }
    const { view } = state
    const delayed = delayedReader(read, view, now, version => admission.rng('kube-proxy', version))
    const reply: LoadReply = { counts: noCounts(), pods: {}, failures: {}, state: { open: [], view } }
    for (const each of state.open) finish(each, request.until, read, reply)

    const { url, from, method, headers, body, maxTime, count } = request
    const { client, wires, draws, flush } = connections(from, count, listener, call, { ...admission, read: delayed })
    // What is under way is followed here, moment by moment.
    const { listen } = wires
    wires.listen = (...place) => {
      const listener = listen(...place)
      return listener && { ...listener, endsAt: undefined }
    }
    const sent = { url, from, method, headers, body, maxTime, repeat: count }
    const { exchanges: all } = exchanges(sent, client, wires, draws)
    flush()
    const each = (request.until - now) / count
    all.forEach((exchange, i) => {
      settle(exchange, now + i * each, request, read, reply)
    })
    const asked = Object.entries(reply.pods).map(([key, times]) => ({ pod: podOf(key), count: times }))
    countRequests(asked, admission)
    reply.seesAt = seesAt(view, now)
    return { code: 200, body: reply, warnings: [] }
  }

function settle(exchange: Exchange, began: Ms, request: LoadRequest, read: Reader, reply: LoadReply): void {
  const { pod, failure, response, time } = exchange
  const name = pod?.namespace ? `${pod.namespace}/${pod.name}` : undefined
  if (name) reply.pods[name] = (reply.pods[name] ?? 0) + 1
  if (failure) {
    // Rules that are not up to date lead to addresses which nobody has any more: their node says so.
    const { code, message } = failure.code === 28 && !pod ? noRoute(exchange) : failure
    reply.counts[kindOf(code)]++
    const text = `curl: (${code}) ${message.replace(/ after \d+ (ms|milliseconds)/, '')}`
    reply.failures[text] = (reply.failures[text] ?? 0) + 1
    return
  }
  const as = (response?.status ?? 200) >= 500 ? 'errors' : time.total > request.slow ? 'slow' : 'answered'
  const life = name ? lifeOf(name, read) : undefined
  if (name === undefined || life === undefined) reply.counts[as]++
  else finish({ ends: began + time.total, pod: name, life, as }, request.until, read, reply)
}

const noRoute = ({ host, port }: Exchange) => ({
  code: 7,
  message: `Failed to connect to ${host} port ${port}: No route to host`,
})

/** Ends a request in time, keeps it open, or finds that its server is gone. */
function finish(open: OpenRequest, until: Ms, read: Reader, reply: LoadReply): void {
  if (lifeOf(open.pod, read) !== open.life) {
    reply.counts.reset++
    const text = 'curl: (56) Recv failure: Connection reset by peer'
    reply.failures[text] = (reply.failures[text] ?? 0) + 1
  } else if (open.ends <= until) reply.counts[open.as]++
  else reply.state.open.push(open)
}

function podOf(key: string): { namespace: string; name: string } {
  const [namespace, name] = key.split('/') as [string, string]
  return { namespace, name }
}

/** The containers that run in a Pod, in a word; undefined when none does. */
function lifeOf(pod: string, read: Reader): string | undefined {
  const { namespace, name } = podOf(pod)
  const found = read.get<Pod>('pods', namespace, name)
  const running = (found?.status.containerStatuses ?? []).filter(({ state }) => state?.running)
  if (!found || running.length === 0) return undefined
  return [found.metadata.uid, ...running.map(({ containerID, name }) => `${name}=${containerID}`)].join()
}

const BY_CODE: Record<number, keyof Counts> = { 7: 'refused', 28: 'timedOut', 52: 'reset', 56: 'reset' }

const kindOf = (code: number): keyof Counts => BY_CODE[code] ?? 'other'
