import type { ContainerPort, ContainerState } from 'kubernetes-types/core/v1'
import type { Describe } from '../../../lib/describe.ts'
import type { Container, ContainerStatus, Pod } from '../../../lib/objects.ts'
import { rfc1123 } from '../../../lib/time.ts'
import { describeEnv } from './env.ts'
import { probeText } from './probe.ts'

/** Of a running pod: the pod and what its kubelet says; of a template: how far it is indented. */
interface Place {
  pod?: Pod
  statuses?: readonly ContainerStatus[]
  indent?: string
}

type Quantities = Record<string, string> | undefined

export function describeContainers(
  text: Describe,
  title: string,
  containers: readonly Container[],
  place: Place,
): void {
  const { pod, statuses, indent = '' } = place
  text.write(0, `${indent}${title}:${containers.length === 0 ? ' <none>' : ''}\n`)
  for (const container of containers) {
    const status = statuses?.find(each => each.name === container.name)
    text.write(1, `${indent === '' ? '' : ' '}${container.name}:\n`)
    describeImage(text, container, status)
    describeWords(text, 'Command', container.command)
    describeWords(text, 'Args', container.args)
    if (status) describeStatus(text, status)
    describeResources(text, 2, container.resources as { limits?: Quantities; requests?: Quantities } | undefined)
    const { livenessProbe, readinessProbe, startupProbe } = container
    if (livenessProbe) text.line(2, 'Liveness', probeText(livenessProbe))
    if (readinessProbe) text.line(2, 'Readiness', probeText(readinessProbe))
    if (startupProbe) text.line(2, 'Startup', probeText(startupProbe))
    describeEnv(text, container, pod)
    describeMounts(text, container)
  }
}

function describeImage(text: Describe, container: Container, status: ContainerStatus | undefined): void {
  if (status) text.line(2, 'Container ID', status.containerID ?? '')
  text.line(2, 'Image', container.image ?? '')
  if (status) text.line(2, 'Image ID', status.imageID ?? '')
  const ports = container.ports ?? []
  const list = (number: (port: ContainerPort) => number) =>
    ports.map(port => `${number(port)}/${port.protocol}${port.name ? ` (${port.name})` : ''}`).join(', ') || '<none>'
  const s = ports.length > 1 ? 's' : ''
  text.line(
    2,
    `Port${s}`,
    list(port => port.containerPort),
  )
  text.line(
    2,
    `Host Port${s}`,
    list(port => port.hostPort ?? 0),
  )
  const profile = container.securityContext?.seccompProfile
  if (profile) text.line(2, 'SeccompProfile', profile.type)
  if (profile?.type === 'Localhost') text.line(2, 'LocalhostProfile', profile.localhostProfile ?? '')
}

function describeWords(text: Describe, title: string, words: readonly string[] | undefined): void {
  if (!words?.length) return
  text.write(2, `${title}:\n`)
  for (const word of words) for (const line of word.split('\n')) text.write(3, `${line}\n`)
}

function describeStatus(text: Describe, status: ContainerStatus): void {
  describeState(text, 'State', status.state ?? {})
  if (status.lastState?.terminated) describeState(text, 'Last State', status.lastState)
  text.line(2, 'Ready', status.ready ? 'True' : 'False').line(2, 'Restart Count', status.restartCount)
}

function describeState(text: Describe, title: string, { running, waiting, terminated }: ContainerState): void {
  if (running) text.line(2, title, 'Running').line(3, 'Started', rfc1123(running.startedAt))
  else if (terminated) {
    text.line(2, title, 'Terminated')
    if (terminated.reason) text.line(3, 'Reason', terminated.reason)
    if (terminated.message) text.line(3, 'Message', terminated.message)
    text.line(3, 'Exit Code', terminated.exitCode)
    if (terminated.signal) text.line(3, 'Signal', terminated.signal)
    text.line(3, 'Started', rfc1123(terminated.startedAt)).line(3, 'Finished', rfc1123(terminated.finishedAt))
  } else {
    text.line(2, title, 'Waiting')
    if (waiting?.reason) text.line(3, 'Reason', waiting.reason)
  }
}

export function describeResources(
  text: Describe,
  level: number,
  resources: { limits?: Quantities; requests?: Quantities } | undefined,
): void {
  for (const [title, quantities] of [
    ['Limits', resources?.limits],
    ['Requests', resources?.requests],
  ] as const) {
    const names = Object.keys(quantities ?? {}).sort()
    if (names.length > 0) text.write(level, `${title}:\n`)
    for (const name of names) text.line(level + 1, name, quantities![name]!)
  }
}

function describeMounts(text: Describe, { volumeMounts = [], volumeDevices = [] }: Container): void {
  const none = volumeMounts.length === 0 ? '\t<none>' : ''
  text.write(2, `Mounts:${none}\n`)
  const mounts = [...volumeMounts].sort((a, b) => (a.mountPath < b.mountPath ? -1 : 1))
  for (const { mountPath, name, readOnly, subPath } of mounts) {
    const flags = `${readOnly ? 'ro' : 'rw'}${subPath ? `,path=${JSON.stringify(subPath)}` : ''}`
    text.write(3, `${mountPath} from ${name} (${flags})\n`)
  }
  if (volumeDevices.length > 0) text.write(2, `Devices:${none}\n`)
  const devices = [...volumeDevices].sort((a, b) => (a.devicePath < b.devicePath ? -1 : 1))
  for (const { devicePath, name } of devices) text.write(3, `${devicePath} from ${name}\n`)
}
