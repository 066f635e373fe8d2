import type { Reader } from '../../../api/kind.ts'
import type { Pod } from '../../../lib/objects.ts'
import type { Prng } from '../../../lib/prng.ts'
import type { Client } from '../client.ts'
import { nodeNamed } from '../nodes.ts'
import { placeOf } from '../proxy/route.ts'
import type { Answerer, ConnectRequest, Exchange, HttpAnswer, Tally } from './call.ts'
import type { Attempt, Hop, Wires } from './dial.ts'
import { dialler, sourceOf } from './dial.ts'
import { onTheWire } from './http.ts'
import { counter } from './tally.ts'
import { traceOf } from './trace.ts'
import type { Target } from './url.ts'
import { parseUrl } from './url.ts'

/** After so long the client's kernel gives up on an address that says nothing. */
const KERNEL_TIMEOUT = 130_000
const WRONG_VERSION = 'TLS connect error: error:0A00010B:SSL routines::wrong version number'
const UNKNOWN_SIGNER = 'SSL certificate problem: unable to get local issuer certificate'
const SELF_SIGNED = 'SSL certificate problem: self-signed certificate'
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
    const exchange = send(draw(i), i < samples)
    count.add(exchange)
    if (i < samples) list.push(exchange)
  }
  return { exchanges: list, tally: count.tally() }
}

function unsendable({ url }: ConnectRequest, failure: Exchange['failure'], { ip }: Client): Exchange {
  const time = { resolve: 0, connect: 0, total: 0 }
  return { url, host: '', port: 0, path: '', scheme: '', addresses: [], local: { ip, port: 0 }, failure, time }
}

function sender(
  request: ConnectRequest,
  target: Target,
  client: Client,
  wires: Wires,
): (rng: Prng, isSample: boolean) => Exchange {
  const { host, port, path, scheme, url } = target
  const dial = dialler(client, host, port, 'TCP', wires, request.resolve?.[`${host}:${port}`])
  const answer = answering(request, target, wires)
  const answerers = new Map<Pod, Answerer>()
  return (rng, isSample) => {
    const dialled = dial(rng)
    const { resolution, attempts } = dialled
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
    if (request.trace && isSample) exchange.trace = traceOf(client, host, port, dialled, wires.read)
    if (!last) return unresolved(exchange, request)
    exchange.address = last.address
    if (last.pod) {
      let who = answerers.get(last.pod)
      if (!who) answerers.set(last.pod, (who = answererOf(last.pod, wires.read)))
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
    exchange.time.total += last.listener!.delay ?? 0
    if (isLate(exchange, request)) return exchange
    if (scheme === 'https') {
      const certificate = last.listener!.certificate?.(host)
      if (!certificate) return fail(exchange, 35, WRONG_VERSION)
      exchange.certificate = certificate
      // No authority that a client knows has signed a certificate of a simulated server.
      if (!request.insecure) return fail(exchange, 60, certificate.isSigned ? UNKNOWN_SIGNER : SELF_SIGNED)
    }
    const { response, passedOn, further, takesMs } = answer(last, rng)
    if (exchange.trace && further?.length) exchange.trace.further = further
    exchange.time.total += takesMs ?? 0
    // The client waits for those whom the server asks.
    for (const each of further ?? []) exchange.time.total += each.time.total
    if (isLate(exchange, request)) return exchange
    const { endsAt } = last.listener!
    if (endsAt !== undefined && wires.now + exchange.time.total > endsAt) {
      exchange.time.total = endsAt - wires.now
      return fail(exchange, 56, 'Recv failure: Connection reset by peer')
    }
    if (passedOn) {
      exchange.via = [...(exchange.pod ? [exchange.pod] : []), ...(passedOn.via ?? [])]
      exchange.pod = passedOn.pod
    }
    // What a server of another protocol says first is taken for an answer of the oldest HTTP.
    if (!response)
      return last.listener!.banner() === ''
        ? fail(exchange, 52, 'Empty reply from server')
        : fail(exchange, 1, 'Received HTTP/0.9 when not allowed')
    exchange.response = response
    return exchange
  }
}

/** What listeners answer to a request. */
function answering(request: ConnectRequest, target: Target, wires: Wires) {
  const { method, headers, body } = request
  const secure = target.scheme === 'https'
  const host = headers['host'] ?? hostHeader(target)
  /** At one moment a Pod gives the same answer to the same request from the same address, unless it asks others for it. */
  const known = new Map<string, HttpAnswer | undefined>()
  return (
    attempt: Attempt,
    rng: Prng,
  ): { response?: HttpAnswer; passedOn?: Exchange; further?: Exchange[]; takesMs?: number } => {
    const from = sourceOf(attempt)
    const key = `${attempt.end?.ip}:${attempt.end?.port} ${from}`
    if (known.has(key)) return { response: known.get(key) }
    const further: Exchange[] = []
    let isAlone = true
    let passedOn: Exchange | undefined
    const hop: Hop = {
      rng,
      depth: (wires.depth ?? 0) + 1,
      memory: wires.memory,
      trace: request.trace ?? false,
      further(exchange, forwarded) {
        isAlone = false
        if (exchange) further.push(exchange)
        if (forwarded) passedOn = exchange
      },
    }
    const answer = attempt.listener!.respond({ method, path: target.path, host, headers, body, from, secure }, hop)
    const response = answer && onTheWire(answer, method, wires.now)
    // Over TLS client and server agree on HTTP/2.
    if (response && secure) response.version = '2'
    if (isAlone) known.set(key, response)
    return { response, passedOn, further, takesMs: answer?.takesMs }
  }
}

/** The port is told only when it is not the scheme's own. */
const hostHeader = ({ host, port, scheme }: Target) =>
  port === (scheme === 'https' ? 443 : 80) ? host : `${host}:${port}`

function fail(exchange: Exchange, code: number, message: string): Exchange {
  exchange.failure = { code, message }
  return exchange
}

/** More time has gone by than the whole may take. */
function isLate(exchange: Exchange, { maxTime }: ConnectRequest): boolean {
  if (maxTime === undefined || exchange.time.total <= maxTime) return false
  exchange.time.total = maxTime
  fail(exchange, 28, `Operation timed out after ${maxTime} milliseconds with 0 bytes received`)
  return true
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

/** A Pod as those who count answers know it. */
export function answererOf({ metadata, spec, status }: Pod, read: Reader): Answerer {
  const { labels = {}, namespace, name } = metadata
  const version = labels['version'] ?? labels['app.kubernetes.io/version']
  const who: Answerer = { namespace: namespace!, name, ip: status.podIP ?? '', node: spec.nodeName ?? '' }
  const { zone } = placeOf(nodeNamed(spec.nodeName, read))
  if (zone !== undefined) who.zone = zone
  if (version !== undefined) who.version = version
  return who
}
