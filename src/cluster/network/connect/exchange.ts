import type { Pod } from '../../../lib/objects.ts'
import type { Prng } from '../../../lib/prng.ts'
import type { HttpResponse } from '../../images/image.ts'
import type { Client } from '../client.ts'
import type { Answerer, ConnectRequest, Exchange, Tally } from './call.ts'
import type { Attempt, Wires } from './dial.ts'
import { dialler } from './dial.ts'
import { onTheWire } from './http.ts'
import type { Target } from './url.ts'
import { parseUrl } from './url.ts'

/** After so long the client's kernel gives up on an address that says nothing. */
const KERNEL_TIMEOUT = 130_000
const EPHEMERAL = [32768, 60999] as const

/** Makes HTTP requests from a client, each on its own connection; `draw(i)` is the generator of the i-th. */
export function exchanges(
  request: ConnectRequest,
  client: Client,
  wires: Wires,
  draw: (i: number) => Prng,
): { exchanges: Exchange[]; tally: Tally } {
  const { repeat = 1, samples = repeat } = request
  const list: Exchange[] = []
  const count = counter()
  const target = parseUrl(request.url)
  const send = 'code' in target ? () => unsendable(request, target, client) : sender(request, target, client, wires)
  for (let i = 0; i < repeat; i++) {
    const exchange = send(draw(i))
    count.add(exchange)
    if (i < samples) list.push(exchange)
  }
  return { exchanges: list, tally: count.tally() }
}

function unsendable({ url }: ConnectRequest, failure: Exchange['failure'], { ip }: Client): Exchange {
  const time = { resolve: 0, connect: 0, total: 0 }
  return { url, host: '', port: 0, path: '', scheme: '', addresses: [], local: { ip, port: 0 }, failure, time }
}

function sender(request: ConnectRequest, target: Target, client: Client, wires: Wires): (rng: Prng) => Exchange {
  const { host, port, path, scheme, url } = target
  const dial = dialler(client, host, port, 'TCP', wires)
  /** At one moment a Pod gives the same answer to the same request. */
  const answers = new Map<Pod | undefined, HttpResponse | undefined>()
  const answerers = new Map<Pod, Answerer>()
  const answer = ({ pod, source, listener }: Attempt): HttpResponse | undefined => {
    if (!answers.has(pod)) {
      const { method, headers, body } = request
      const from = source ?? client.ip
      answers.set(
        pod,
        listener!.respond({ method, path, host: headers['host'] ?? hostHeader(target), headers, body, from }),
      )
    }
    return answers.get(pod)
  }
  return rng => {
    const { resolution, attempts } = dial(rng)
    const last = attempts.at(-1)
    const resolve = resolution.ms
    const connect = resolve + attempts.length * rng.between(0, 1)
    const exchange: Exchange = {
      url,
      host,
      port,
      path,
      scheme,
      addresses: resolution.addresses,
      local: { ip: client.ip, port: rng.between(...EPHEMERAL) },
      time: { resolve, connect, total: connect + rng.between(1, 4) },
    }
    if (!last) return unresolved(exchange, request)
    exchange.address = last.address
    if (last.pod) {
      let who = answerers.get(last.pod)
      if (!who) answerers.set(last.pod, (who = answererOf(last.pod)))
      exchange.pod = who
    }
    if (last.outcome === 'timeout') return timeOut(exchange, request)
    if (last.outcome === 'refused') {
      return fail(
        exchange,
        7,
        `Failed to connect to ${host} port ${port} after ${connect} ms: Could not connect to server`,
      )
    }
    const limit = request.maxTime
    if (limit !== undefined && exchange.time.total > limit) {
      exchange.time.total = limit
      return fail(exchange, 28, `Operation timed out after ${limit} milliseconds with 0 bytes received`)
    }
    // No simulated server speaks TLS.
    if (scheme === 'https')
      return fail(exchange, 35, 'TLS connect error: error:0A00010B:SSL routines::wrong version number')
    const response = answer(last)
    if (!response) return fail(exchange, 52, 'Empty reply from server')
    exchange.response = onTheWire(response, request.method, wires.now)
    return exchange
  }
}

/** The port is told only when it is not the scheme's own. */
const hostHeader = ({ host, port, scheme }: Target) =>
  port === (scheme === 'https' ? 443 : 80) ? host : `${host}:${port}`

function fail(exchange: Exchange, code: number, message: string): Exchange {
  exchange.failure = { code, message }
  return exchange
}

/** No address. Without a name server that answers curl waits for the resolver, at most as long as it may. */
function unresolved(exchange: Exchange, { connectTimeout, maxTime }: ConnectRequest): Exchange {
  const limit = Math.min(connectTimeout ?? Number.POSITIVE_INFINITY, maxTime ?? Number.POSITIVE_INFINITY)
  if (exchange.time.resolve > limit) {
    exchange.time.resolve = exchange.time.connect = exchange.time.total = limit
    return fail(exchange, 28, `Resolving timed out after ${limit} milliseconds`)
  }
  return fail(exchange, 6, `Could not resolve host: ${exchange.host}`)
}

function timeOut(exchange: Exchange, { connectTimeout, maxTime }: ConnectRequest): Exchange {
  const { host, port } = exchange
  if (maxTime !== undefined && maxTime <= (connectTimeout ?? KERNEL_TIMEOUT)) {
    exchange.time.total = maxTime
    return fail(exchange, 28, `Connection timed out after ${maxTime} milliseconds`)
  }
  const waited = connectTimeout ?? KERNEL_TIMEOUT
  exchange.time.total = waited
  const why = connectTimeout === undefined ? 'Could not connect to server' : 'Timeout was reached'
  return fail(exchange, 28, `Failed to connect to ${host} port ${port} after ${waited} ms: ${why}`)
}

function answererOf({ metadata, spec, status }: Pod): Answerer {
  const { labels = {}, namespace, name } = metadata
  const version = labels['version'] ?? labels['app.kubernetes.io/version']
  const who: Answerer = { namespace: namespace!, name, ip: status.podIP ?? '', node: spec.nodeName ?? '' }
  return version === undefined ? who : { ...who, version }
}

function counter() {
  let connections = 0
  const pods = new Map<Answerer, number>()
  const failures = new Map<string, { code: number; message: string; count: number }>()
  return {
    add({ pod, failure }: Exchange): void {
      connections++
      if (!failure) {
        if (pod) pods.set(pod, (pods.get(pod) ?? 0) + 1)
        return
      }
      const message = failure.message.replace(/ after \d+ (ms|milliseconds)/, '')
      const known = failures.get(message)
      if (known) known.count++
      else failures.set(message, { code: failure.code, message, count: 1 })
    },
    tally: (): Tally => ({
      connections,
      pods: [...pods].map(([pod, count]) => ({ pod, count })).sort((a, b) => (key(a.pod) < key(b.pod) ? -1 : 1)),
      failures: [...failures.values()],
    }),
  }
}

const key = ({ namespace, name }: Answerer) => `${namespace}/${name}`
