import type { Connection } from '../../../api/kind.ts'
import { age } from '../../../lib/duration.ts'
import type { Container, ContainerStatus, Event, Fault, Pod } from '../../../lib/objects.ts'
import { controllerOf } from '../../../lib/owner.ts'
import { parseTime } from '../../../lib/time.ts'
import { FAULTS } from '../../faults/faults.ts'
import { listeners } from '../../images/process.ts'
import type { ProbeSpec } from '../../kubelet/probe.ts'
import { runningContainer } from '../../kubelet/running.ts'
import { cause, type Finding, listed, note } from '../finding.ts'
import { inNamespace, pausedUntil } from './pod.ts'

type Terminated = NonNullable<NonNullable<ContainerStatus['state']>['terminated']>

/** What keeps the containers of a pod from being ready, one by one; what waits for others is not told. */
export function containerFindings(pod: Pod, connection: Connection): Finding[] {
  const { spec, status } = pod
  const found: Finding[] = []
  for (const init of spec.initContainers ?? []) {
    const known = status.initContainerStatuses?.find(({ name }) => name === init.name)
    if (known?.state?.terminated?.exitCode === 0 || known?.ready || (known?.started && known.state?.running)) continue
    found.push(...containerTrouble(pod, init, known, connection))
    if (found.length === 0 && known?.state?.running) {
      found.push(cause(`Init container ${init.name} is still at work; the others wait for it.`))
    }
    return found
  }
  for (const container of spec.containers) {
    const known = status.containerStatuses?.find(({ name }) => name === container.name)
    if (!known?.ready) found.push(...containerTrouble(pod, container, known, connection))
  }
  return found
}

function containerTrouble(
  pod: Pod,
  container: Container,
  known: ContainerStatus | undefined,
  connection: Connection,
): Finding[] {
  const { waiting, terminated, running } = known?.state ?? {}
  if (running) return probeTrouble(pod, container, known!, connection)
  if (terminated) return [ending(pod, container, terminated, false, connection)]
  switch (waiting?.reason) {
    case 'ErrImagePull':
    case 'ImagePullBackOff':
    case 'InvalidImageName':
    case 'ErrImageNeverPull':
      return [imageTrouble(pod, container, waiting.message ?? '', connection)]
    case 'CrashLoopBackOff':
    case 'RunContainerError':
    case 'PostStartHookError': {
      const last = known?.lastState?.terminated
      return last
        ? [ending(pod, container, last, true, connection)]
        : [cause(`Container ${container.name}: ${waiting.message}.`)]
    }
    case 'CreateContainerConfigError':
      return [configTrouble(pod, `Container ${container.name} cannot be created`, waiting.message ?? '', connection)]
    default:
      return mountTrouble(pod, connection)
  }
}

/** The faults that happen to the pod, as a word for the reader. */
export function onPurpose(pod: Pod, { read }: Connection, meant: (spec: Fault['spec']) => unknown): Finding[] {
  return read
    .find<Fault>(FAULTS, `pod=${pod.metadata.uid}`)
    .filter(({ spec }) => meant(spec))
    .map(({ metadata: { name } }) =>
      cause(`This is made to happen on purpose, by ${name}.`, `kubesim fault remove ${name}`),
    )
}

function imageTrouble(pod: Pod, container: Container, message: string, connection: Connection): Finding {
  const image = container.image ?? ''
  const who = `Container ${container.name} cannot get its image ${image}`
  const retry = pausedUntil(pod, container.name, connection)
  const again = retry === undefined ? '' : ` It is tried again ${retry}.`
  const fault = connection.read.find<Fault>(FAULTS, `image=${image}`)[0]
  if (fault) {
    return cause(
      `${who}: its pulls fail on purpose, by ${fault.metadata.name}.${again}`,
      `kubesim fault remove ${fault.metadata.name}`,
    )
  }
  const tag = /:([^:/@]+)$/.exec(image)?.[1]
  const colon = tag === undefined ? image : image.slice(0, -tag.length - 1)
  const attempt = setImage(pod, container.name, `${colon}:TAG`)
  if (/couldn't parse image name/.test(message)) return cause(`${who}: that is no name of an image.`, attempt)
  if (/present with pull policy of Never/.test(message)) {
    return cause(`${who}: the node does not have it, and imagePullPolicy Never forbids to pull it.`)
  }
  if (/access denied/.test(message)) {
    return cause(
      `${who}: the registry has no such repository, or it is private.${again}`,
      setImage(pod, container.name, 'NAME:TAG'),
    )
  }
  if (/not found$/.test(message))
    return cause(`${who}: the tag ${tag ?? 'latest'} does not exist in the registry.${again}`, attempt)
  return cause(`${who}: ${message}.${again}`)
}

/** The image is changed where it is written: in the workload that makes the pods. */
function setImage(pod: Pod, container: string, image: string): string {
  return `kubectl set image ${origin(pod)} ${container}=${image}${inNamespace(pod)}`
}

/** `deployment/web`, `daemonset/agent`, `pod/once`: where a pod's template is written. */
export function origin(pod: Pod): string {
  const owner = controllerOf(pod)
  const hash = pod.metadata.labels?.['pod-template-hash']
  if (owner?.kind === 'ReplicaSet' && hash && owner.name.endsWith(`-${hash}`)) {
    return `deployment/${owner.name.slice(0, -hash.length - 1)}`
  }
  return owner ? `${owner.kind.toLowerCase()}/${owner.name}` : `pod/${pod.metadata.name}`
}

function configTrouble(pod: Pod, what: string, message: string, { read }: Connection): Finding {
  const where = inNamespace(pod)
  const missing = /^(configmap|secret) "(.*)" not found$/.exec(message)
  if (missing) {
    const [, kind, name] = missing as unknown as [string, 'configmap' | 'secret', string]
    const others = read.list(`${kind}s`, pod.metadata.namespace).map(({ metadata }) => metadata.name)
    const own = others.filter(other => other !== 'kube-root-ca.crt')
    const called = kind === 'configmap' ? 'ConfigMap' : 'Secret'
    if (others.includes(name)) return note(`${what} yet: ${called} ${name} was missing until just now.`)
    const there = own.length > 0 ? ` There are ${listed(own)}.` : ''
    const create = kind === 'configmap' ? 'configmap' : 'secret generic'
    return cause(
      `${what}: there is no ${called} ${name} in namespace ${pod.metadata.namespace}.${there}`,
      `kubectl create ${create} ${name} --from-literal=KEY=VALUE${where}`,
    )
  }
  const key = /couldn't find key (\S+) in (ConfigMap|Secret) \S+\/(\S+)$/.exec(message)
  if (key) {
    const [, name, kind, object] = key as unknown as [string, string, string, string]
    const held = read.get<{ data?: object }>(`${kind.toLowerCase()}s`, pod.metadata.namespace, object)
    const keys = Object.keys(held?.data ?? {})
    const there = keys.length > 0 ? `it has ${listed(keys)}` : 'it is empty'
    return cause(`${what}: ${kind} ${object} has no key ${name}; ${there}.`)
  }
  return cause(`${what}: ${message}.`)
}

/** Volumes that cannot be mounted hold up all containers. */
function mountTrouble(pod: Pod, connection: Connection): Finding[] {
  const message = lastEvent(pod, 'FailedMount', connection)?.message
  const [, volume, why] = /^MountVolume\.SetUp failed for volume "(.*)" : (.*)$/.exec(message ?? '') ?? []
  if (volume === undefined) return []
  return [configTrouble(pod, `Volume ${volume} cannot be mounted`, why!, connection)]
}

function lastEvent(pod: Pod, reason: string, { read }: Connection, begins = ''): Event | undefined {
  return read
    .find<Event>('events', `about=${pod.metadata.uid}`)
    .filter(event => event.reason === reason && event.message?.startsWith(begins))
    .sort((a, b) => ((a.lastTimestamp ?? '') < (b.lastTimestamp ?? '') ? -1 : 1))
    .at(-1)
}

const SIGNALS: Record<number, string> = {
  126: 'its command is no program',
  127: 'its command was not found',
  137: 'it was killed',
  139: 'it touched memory that is not its own',
  143: 'it was asked to stop',
}

function ending(pod: Pod, container: Container, end: Terminated, again: boolean, connection: Connection): Finding {
  const { exitCode, reason, startedAt, finishedAt, message } = end
  const { now } = connection
  const ran = (parseTime(finishedAt) ?? 0) - (parseTime(startedAt) ?? 0)
  const whose = `Container ${container.name}`
  const retry = again ? pausedUntil(pod, container.name, connection) : undefined
  const next = retry === undefined ? '' : ` It is started again ${retry}.`
  const logs = `kubectl logs ${pod.metadata.name} -c ${container.name}${again ? ' --previous' : ''}${inNamespace(pod)}`
  if (reason === 'StartError') return cause(`${whose} cannot be started: ${message}.${next}`)
  const made = onPurpose(pod, connection, spec => spec.crash || spec.oom)[0]
  if (made)
    return cause(`${whose} ended with exit code ${exitCode} ${age(finishedAt, now)} ago. ${made.text}${next}`, made.try)
  if (reason === 'OOMKilled') {
    const limit = (container.resources?.limits as Record<string, string> | undefined)?.['memory']
    const attempt = `kubectl set resources ${origin(pod)} -c ${container.name} --limits=memory=SIZE${inNamespace(pod)}`
    return cause(
      `${whose} was killed ${age(finishedAt, now)} ago: it needs more memory than its limit of ${limit}.${next}`,
      attempt,
    )
  }
  if (reason === 'Unknown') return cause(`${whose} was lost when its node was switched off.${next}`)
  const line = lastLine(pod, container.name, again, connection)
  const said = line === undefined ? 'It wrote nothing.' : `The last line it wrote: ${line}`
  const meaning = SIGNALS[exitCode] ? ` (${SIGNALS[exitCode]})` : ''
  const after = ran >= 1000 ? `, having run for ${age(startedAt, parseTime(finishedAt)!)}` : ''
  return cause(
    `${whose} ended with exit code ${exitCode}${meaning} ${age(finishedAt, now)} ago${after}. ${said}${/[.!?]$/.test(said) ? '' : '.'}${next}`,
    logs,
  )
}

function lastLine(pod: Pod, container: string, previous: boolean, { handle }: Connection): string | undefined {
  const { namespace, name } = pod.metadata
  try {
    const query = { container, previous, tailLines: 1 }
    const { body } = handle({ verb: 'get', resource: 'pods', subresource: 'log', namespace, name, query })
    return body.lines.at(-1)?.line
  } catch {
    return undefined
  }
}

/** The container runs: what its probes say of it. */
function probeTrouble(pod: Pod, container: Container, known: ContainerStatus, connection: Connection): Finding[] {
  const made = onPurpose(pod, connection, spec => spec.notReady)
  if (made.length > 0) return made
  const starting = container.startupProbe !== undefined && !known.started
  const spec: ProbeSpec | undefined = starting ? container.startupProbe : container.readinessProbe
  if (!spec) return []
  const word = starting ? 'Startup' : 'Readiness'
  const event = lastEvent(pod, 'Unhealthy', connection, word)
  const asked = probeText(spec)
  const attempt = `kubectl describe pod ${pod.metadata.name}${inNamespace(pod)}`
  if (!event) {
    const delay = spec.initialDelaySeconds ? `; it is asked only ${spec.initialDelaySeconds}s after the start` : ''
    return [
      note(
        `Container ${container.name} runs, and its ${word.toLowerCase()} probe (${asked}) has not been answered yet${delay}.`,
      ),
    ]
  }
  const answer = event.message!.replace(/^.*? (probe failed|probe errored and resulted in unknown state): /, '').trim()
  const faults = onPurpose(pod, connection, fault => fault.http || fault.slow || fault.grpc)
  if (faults.length > 0) {
    return [
      cause(
        `Container ${container.name} runs, but fails its ${word.toLowerCase()} probe (${asked}): ${answer}. ${faults[0]!.text}`,
        faults[0]!.try,
      ),
    ]
  }
  const ports = open(pod, container, known, connection)
  const mute = spec.grpc !== undefined && answer.startsWith('timeout: failed to connect')
  const deaf = mute && ports.includes(String(spec.grpc!.port))
  const refused = answer.includes('connection refused') || mute
  const listening = ` It listens on ${ports.length > 0 ? listed(ports) : 'no port'}.`
  const there = deaf ? ' Something listens there, but it does not speak gRPC.' : refused ? listening : ''
  return [
    cause(
      `Container ${container.name} runs, but fails its ${word.toLowerCase()} probe (${asked}): ${answer || 'the command failed and said nothing'}.${there}`,
      attempt,
    ),
  ]
}

function open(pod: Pod, container: Container, known: ContainerStatus, { read, now, rng }: Connection): string[] {
  const view = { read, now, rng: (...words: (string | number)[]) => rng('kubelet', ...words) }
  return listeners(runningContainer(pod, container, known, view)).map(({ port }) => String(port))
}

function probeText(
  spec: NonNullable<Container['readinessProbe']> & { grpc?: { port: number; service?: string } },
): string {
  const { httpGet, tcpSocket, exec, grpc } = spec
  if (httpGet) return `GET ${httpGet.path ?? '/'} on port ${httpGet.port}`
  if (tcpSocket) return `TCP port ${tcpSocket.port}`
  return exec
    ? `command ${exec.command?.join(' ')}`
    : `gRPC health${grpc?.service ? ` of ${grpc.service}` : ''} on port ${grpc?.port}`
}
