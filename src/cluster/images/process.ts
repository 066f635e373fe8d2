import type { Ms } from '../../lib/time.ts'
import type { Certificate, Exit, Health, HttpRequest, HttpResponse, LogLine, Port, Running } from './image.ts'
import { bytes } from '../../lib/quantity.ts'
import { imageOf } from './index.ts'
import { baseName, mainCommand, startsOwn } from './program.ts'
import { Shell } from './shell/shell.ts'
import { TypedInput } from './shell/typed-input.ts'
import { Suspended } from './shell/world.ts'
import { makeWorld } from './inside.ts'
import { answerReview, webhookCertificate } from './webhook.ts'

/** What the main process of a container does, as far as a moment. */
export interface Process {
  /** How it ends; may lie after the moment asked for when nothing from outside decides it. */
  exit?: Exit
  /** Without `exit`: when more can be known. Infinity: it runs until it is stopped. */
  lookAt: Ms
  /** Since when the image's own program runs; undefined: it does not (yet). */
  servedSince?: Ms
  /** How it takes SIGTERM: the image's program decides, a shell trap handles it, or nothing does (then it is not noticed). */
  onTerm: 'image' | 'trap' | 'deaf'
  /** What it has written, oldest first. */
  lines(): LogLine[]
  /** The same in the pieces in which a script wrote it. */
  written?: readonly Piece[]
  /** It waits for something to be typed. */
  waits?: true
}

export interface Piece {
  at: Ms
  text: string
  /** A prompt, or what was typed: a terminal shows both. */
  typed?: true
}

/**
 * Follows the main process from its start up to `until` (Infinity: to its end, or until something decides outside). What
 * it writes is in `running.files` afterwards; so one Running is followed only once, to one moment.
 */
export function follow(running: Running, until: Ms): Process {
  if (running.followed?.until === until) return running.followed.process
  const process = followAnew(running, until)
  running.followed = { until, process }
  return process
}

function followAnew(running: Running, until: Ms): Process {
  const { container, startedAt } = running
  const { image } = imageOf(container.image ?? '')
  const argv = mainCommand(container, image, () => running.env)
  if (startsOwn(argv, container, image)) {
    const client = clientOf(running, argv)
    if (client) return client
    return {
      exit: outOfMemory(running) ?? image.exits?.(running, argv),
      lookAt: Number.POSITIVE_INFINITY,
      servedSince: startedAt,
      onTerm: 'image',
      lines: () => image.logs?.(running, argv) ?? [],
    }
  }
  return followScript(running, argv, until)
}

/** How long a client takes for one question. */
const ANSWERING: Ms = 20

/** A program of the image that is not its server (`redis-cli ping`): it says what it says to exec, and ends. */
function clientOf(running: Running, argv: string[]): Process | undefined {
  const { image } = imageOf(running.container.image ?? '')
  const [server = ''] = [...(image.entrypoint ?? []), ...(image.cmd ?? [])]
  if (server === '' || baseName(argv[0] ?? '') === baseName(server)) return undefined
  const answer = image.exec?.(argv, running, '')
  if (!answer) return undefined
  const at = running.startedAt + ANSWERING
  return {
    exit: { afterMs: ANSWERING, code: answer.code },
    lookAt: Number.POSITIVE_INFINITY,
    onTerm: 'deaf',
    lines: () => linesOf([answer.stdout, answer.stderr].map(text => ({ at, text }))),
  }
}

/** How long a program takes to fill its memory. */
const FILLING: Ms = 900

/** The kernel kills a program that goes over the limit of its container. */
function outOfMemory(running: Running): Exit | undefined {
  const { container } = running
  const limit = (container.resources?.limits as Record<string, string> | undefined)?.['memory']
  if (limit === undefined) return undefined
  const wanted = imageOf(container.image ?? '').image.memory?.(running) ?? 0
  return wanted > bytes(limit) ? { afterMs: FILLING, code: 137, reason: 'OOMKilled' } : undefined
}

function followScript(running: Running, argv: string[], until: Ms): Process {
  const { container, startedAt } = running
  const { image } = imageOf(container.image ?? '')
  const written: Piece[] = []
  const write = (text: string) => written.push({ at: world.now, text })
  const own: LogLine[] = []
  const result: Process = {
    lookAt: Number.POSITIVE_INFINITY,
    onTerm: 'deaf',
    lines: () => merged(own, written, until),
    written,
  }
  const world = makeWorld(running, argv, { now: startedAt, until, out: write, err: write }, served => {
    const inside = { ...running, env: running.env, files: running.files, startedAt: world.now, followed: undefined }
    result.servedSince ??= world.now
    result.onTerm = 'image'
    own.push(...(image.logs?.(inside, served) ?? []))
    return image.exits?.(inside, served)
  })
  let input: TypedInput | undefined
  if (container.stdin) {
    const show = container.tty ? (text: string) => written.push({ at: world.now, text, typed: true }) : undefined
    world.console.input = input = new TypedInput(world, running.input ?? [], show)
  }
  const shell = new Shell(world, 'sh', running.env, world.console)
  try {
    const code = shell.invoke(argv, world.console, true)
    result.exit = { afterMs: world.now - startedAt, code }
  } catch (suspended) {
    if (!(suspended instanceof Suspended)) throw suspended
    result.lookAt = suspended.lookAt
    if (input?.waits) result.waits = true
  }
  if (shell.traps.has('TERM') && result.onTerm === 'deaf') result.onTerm = 'trap'
  return result
}

function merged(own: LogLine[], written: { at: Ms; text: string }[], until: Ms): LogLine[] {
  return [...own, ...linesOf(written)].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)
}

/** Pieces of text as lines, each with the moment it began. */
export function linesOf(written: { at: Ms; text: string }[]): LogLine[] {
  const lines: LogLine[] = []
  let open: LogLine | undefined
  for (const { at, text } of written) {
    const pieces = text.split('\n')
    pieces.forEach((piece, i) => {
      const last = i === pieces.length - 1
      if (last && !piece) return
      if (!open) lines.push((open = { at, line: '' }))
      open.line += piece
      if (!last) open = undefined
    })
  }
  return lines
}

/** Where a running container listens now. */
export function listeners(running: Running): Port[] {
  if (!serves(running)) return []
  const { image } = imageOf(running.container.image ?? '')
  return image.listens?.(running) ?? containerPorts(running)
}

export function containerPorts({ container }: Running): Port[] {
  const ports = container.ports ?? []
  return ports.map(({ containerPort, protocol }) => ({
    port: containerPort,
    protocol: (protocol ?? 'TCP') as Port['protocol'],
  }))
}

function serves(running: Running): boolean {
  const { servedSince, exit } = follow(running, running.now)
  const ended = exit !== undefined && running.startedAt + exit.afterMs <= running.now
  return servedSince !== undefined && servedSince <= running.now && !ended
}

/** The answer to an HTTP request to a port that the container listens on; undefined: it does not speak HTTP there. */
export function respond(request: HttpRequest, port: number, running: Running): HttpResponse | undefined {
  return (
    answerReview(request, port, running) ?? imageOf(running.container.image ?? '').image.http?.(request, port, running)
  )
}

/** The answer to text that a client sends to a listening port which does not speak HTTP. */
export function talk(text: string, port: number, running: Running, from: string): string {
  return imageOf(running.container.image ?? '').image.talk?.(text, port, running, from) ?? ''
}

/** The certificate that a listening port shows; undefined: it does not speak TLS. */
export function certificate(port: number, serverName: string, running: Running): Certificate | undefined {
  const { image } = imageOf(running.container.image ?? '')
  return webhookCertificate(port, running) ?? image.tls?.(port, serverName, running)
}

/** The answer to a health check over gRPC; undefined: nothing listens there, or it does not speak gRPC. */
export function health(service: string, port: number, running: Running): Health | undefined {
  const open = listeners(running).some(each => each.port === port && each.protocol === 'TCP')
  return open ? imageOf(running.container.image ?? '').image.grpc?.(service, port, running) : undefined
}

/** What a client that connects to a listening port sees first. */
export function banner(port: number, running: Running): string {
  return imageOf(running.container.image ?? '').image.banner?.(port, running) ?? ''
}

/** Milliseconds from SIGTERM to the end; Infinity: the signal is not noticed. */
export function stopTime(running: Running): Ms {
  const { onTerm } = follow(running, running.now)
  if (onTerm === 'deaf') return Number.POSITIVE_INFINITY
  const own = onTerm === 'image' ? imageOf(running.container.image ?? '').image.stopMs?.(running) : undefined
  return own ?? running.rng.between(0, 50)
}
