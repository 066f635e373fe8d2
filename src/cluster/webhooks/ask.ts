import type { Connection } from '../../api/kind.ts'
import type { Node, Webhook } from '../../lib/objects.ts'
import { isMap } from '../../lib/own.ts'
import type { Prng } from '../../lib/prng.ts'
import type { HttpResponse, ReviewRequest } from '../images/image.ts'
import { HOST_RESOLVER } from '../kubelet/etc.ts'
import { controlPlaneOf } from '../network/client.ts'
import { type Attempt, dialler, type Hop, sourceOf } from '../network/connect/dial.ts'
import { FORGETFUL, listening } from '../network/connect/listen.ts'
import { endpointsBehind, targetOf } from './address.ts'
import { CallFailure } from './failure.ts'

const PEM = '-----BEGIN CERTIFICATE-----'
const UNKNOWN_AUTHORITY = 'tls: failed to verify certificate: x509: certificate signed by unknown authority'

/** What a webhook answered. */
export interface Answer {
  allowed: boolean
  status?: { message?: string; reason?: string; code?: number }
  patch?: string
  warnings?: string[]
}

/** Sends a review to a webhook as the API server does, from the control plane's node. Throws CallFailure. */
export function ask(hook: Webhook, request: ReviewRequest, connection: Connection): Answer {
  const { clientConfig } = hook
  const bundle = Buffer.from(clientConfig.caBundle ?? '', 'base64').toString()
  if (bundle !== '' && !bundle.includes(PEM)) {
    const why = 'unable to load root certificates: unable to parse bytes as PEM block'
    throw new CallFailure(`could not get REST client: ${why}`)
  }
  const seconds = hook.timeoutSeconds ?? 10
  const target = targetOf(clientConfig)
  const query = `?timeout=${seconds}s`
  let response: HttpResponse
  try {
    const rng = connection.rng('webhook', hook.name, request.uid)
    const attempt = connect(clientConfig, target, connection, rng)
    const { listener } = attempt
    if (attempt.outcome === 'timeout') throw new CallFailure(LATE)
    if (!listener)
      throw new CallFailure(`dial tcp ${attempt.end?.ip}:${attempt.end?.port}: connect: connection refused`)
    const certificate = listener.certificate?.(target.host)
    if (!certificate) throw new CallFailure('http: server gave HTTP response to HTTPS client')
    if (!isTrusted(certificate.authorities, bundle)) throw new CallFailure(UNKNOWN_AUTHORITY)
    const hop: Hop = { rng, depth: 1, memory: FORGETFUL, trace: false, further() {} }
    const body = JSON.stringify({ kind: 'AdmissionReview', apiVersion: 'admission.k8s.io/v1', request })
    const from = sourceOf(attempt)
    const host = `${target.host}:${target.port}`
    const answer = listener.respond(
      { method: 'POST', path: target.path + query, host, headers: HEADERS, body, from, secure: true },
      hop,
    )
    if (!answer) throw new CallFailure('EOF')
    if ((listener.delay ?? 0) + (answer.takesMs ?? 0) > seconds * 1000) throw new CallFailure(LATE)
    response = answer
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error
    throw new CallFailure(`failed to call webhook: Post ${JSON.stringify(target.url + query)}: ${error.message}`)
  }
  return answerIn(response, request.uid)
}

const LATE = 'context deadline exceeded'
const HEADERS = {
  accept: 'application/json, */*',
  'content-type': 'application/json',
  'user-agent': 'kube-apiserver-admission',
}

function connect(
  { service }: Webhook['clientConfig'],
  { host, port }: { host: string; port: number },
  connection: Connection,
  rng: Prng,
): Attempt {
  const { read, now } = connection
  const endpoints = service && endpointsBehind(service, read)
  const place = endpoints ? endpoints[rng.int(endpoints.length)]! : { ip: host, port }
  const wires = { read, now, memory: FORGETFUL, listen: listening(connection) }
  const attempt = dialler(
    controlPlaneOf(read.list<Node>('nodes')),
    place.ip,
    place.port,
    'TCP',
    wires,
  )(rng).attempts.at(-1)
  if (!attempt) throw new CallFailure(`dial tcp: lookup ${host} on ${HOST_RESOLVER}:53: no such host`)
  return { ...attempt, end: attempt.end ?? place }
}

/** A program that makes its own certificate hands it out: whoever was given one is taken to have the right one. */
function isTrusted(authorities: readonly string[] | undefined, bundle: string): boolean {
  if (bundle === '') return false
  return authorities === undefined || authorities.some(text => bundle.includes(text.trim()))
}

/** What the API server's client makes of statuses that bring no Status object. */
const STATUSES: Record<number, (body: string) => string> = {
  400: () => 'the server rejected our request for an unknown reason',
  401: () => 'the server has asked for the client to provide credentials',
  403: body => body,
  404: () => 'the server could not find the requested resource',
  405: () => 'the server does not allow this method on the requested resource',
  429: () => 'the server has received too many requests and has asked us to try again later',
  500: body => `an error on the server (${JSON.stringify(body)}) has prevented the request from succeeding`,
  503: () => 'the server is currently unable to handle the request',
  504: () => 'the server was unable to return a response in the time allotted, but may still be processing the request',
}

function answerIn({ status, headers = {}, body }: HttpResponse, uid: string): Answer {
  if (status >= 400) {
    const words = STATUSES[status]?.(body.trim())
    const other = `the server responded with the status code ${status} but did not return more information`
    throw new CallFailure(`failed to call webhook: ${words ?? other}`)
  }
  const type = headers['content-type'] ?? 'text/plain'
  if (!type.startsWith('application/json')) {
    throw new CallFailure(`failed to call webhook: serializer for ${type} doesn't exist`)
  }
  const review = JSON.parse(body)
  const { apiVersion = '', kind = '', response } = isMap(review) ? review : {}
  if (kind !== 'AdmissionReview') {
    const slash = apiVersion.includes('/') ? apiVersion : `/${apiVersion}`
    const wanted = 'expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview'
    throw new CallFailure(`received invalid webhook response: ${wanted}, got ${slash}, Kind=${kind}`)
  }
  if (response.uid !== uid) {
    const what = `expected response.uid=${JSON.stringify(uid)}, got ${JSON.stringify(response.uid)}`
    throw new CallFailure(`received invalid webhook response: ${what}`)
  }
  return response as Answer
}
