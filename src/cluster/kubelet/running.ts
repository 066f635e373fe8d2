import type { Reader } from '../../api/kind.ts'
import type { Container, ContainerStatus, Pod } from '../../lib/objects.ts'
import { claimNameOf } from '../../lib/pod-claims.ts'
import type { Prng } from '../../lib/prng.ts'
import { type Ms, parseTime } from '../../lib/time.ts'
import { isInVolume, LayeredFiles, type Written } from '../images/files.ts'
import type { Network, Running, Typed } from '../images/image.ts'
import { imageOf } from '../images/index.ts'
import { follow } from '../images/process.ts'
import { standardPrograms } from '../images/program.ts'
import { etcHosts, hostnameOf, resolvConf } from './etc.ts'
import { ConfigError, serviceEnvironment, specEnvironment } from './environment.ts'
import type { Life } from './life.ts'
import { type Past, syncTime } from './past.ts'
import { mountsOf } from './volumes.ts'

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** What is needed to see a container at work. */
export interface View {
  read: Reader
  now: Ms
  rng(...purpose: (string | number)[]): Prng
  network?: Network
  /** What was written into the pod's files through exec and by ended containers, see `readKept`. */
  kept?: Written
  /** What containers have read of ConfigMaps and Secrets; absent: what these hold now. */
  past?: Past
  /** What was typed into the standard input of a container. */
  input?(container: string): readonly Typed[] | undefined
  /** Do not look into the other containers of the pod for what they write into shared volumes. */
  alone?: boolean
}

/** The view of a pod's kubelet, now or (what nothing from outside decides) later. */
export function viewOf(life: Life, now = life.now): View {
  return {
    read: life.read,
    now,
    rng: (...purpose) => life.rng(...purpose),
    kept: life.kept,
    past: life.past,
    input: name => life.parts.find(part => part.container.name === name)?.facts.input,
  }
}

/** A container's behaviour at a moment. `startedAt` when it is known more exactly than the status tells. */
export function runningContainer(
  pod: Pod,
  container: Container,
  status: ContainerStatus | undefined,
  view: View,
  startedAt?: Ms,
): Running {
  const began = startedAt ?? parseTime(status?.state?.running?.startedAt) ?? view.now
  return new RunningContainer(pod, container, status?.restartCount ?? 0, view, began)
}

/**
 * A class, because there is one for every look at a container: getters of an object literal have a hidden class of their own,
 * which outlives the object until the next full garbage collection and keeps all it refers to.
 */
class RunningContainer implements Running {
  readonly pod: Pod
  readonly container: Container
  readonly tag: string
  readonly now: Ms
  readonly startedAt: Ms
  readonly rng: Prng
  readonly network: Network | undefined
  readonly read: Reader
  readonly input: Running['input']
  followed: Running['followed']
  readonly #view: View
  #env: Record<string, string> | undefined
  #files: LayeredFiles | undefined

  constructor(pod: Pod, container: Container, restarts: number, view: View, startedAt: Ms) {
    this.pod = pod
    this.container = container
    this.tag = imageOf(container.image ?? '').tag
    this.now = view.now
    this.startedAt = startedAt
    this.rng = view.rng('container', pod.metadata.uid!, container.name, restarts)
    this.network = view.network
    this.read = view.read
    this.input = view.input?.(container.name)
    this.#view = view
  }

  get env(): Record<string, string> {
    const { pod, container, startedAt } = this
    this.#env ??= environment(pod, container, this.#view.past?.(startedAt) ?? this.read, startedAt)
    return this.#env
  }

  get files(): LayeredFiles {
    const { pod, container, startedAt } = this
    const view = this.#view
    const { image } = imageOf(container.image ?? '')
    this.#files ??= new LayeredFiles({
      container: container.name,
      image: () => ({ ...systemFiles(pod, image), ...image.files?.(this) }),
      mounts: mountsOf(pod, container, readsOf(pod, view, startedAt)),
      kept: view.alone ? view.kept : withShared(pod, container, view),
      readOnlyRoot: container.securityContext?.readOnlyRootFilesystem,
    })
    return this.#files
  }
}

/** Mounted files follow the API after a while, unless what they come from is deleted; single files (subPath) never do. */
function readsOf(pod: Pod, view: View, began: Ms): { folder: Reader; file: Reader } {
  const { past, read, now } = view
  if (!past) return { folder: read, file: read }
  return { folder: past(Math.max(began, now - syncTime(pod)), began), file: past(began) }
}

/** What was kept, and what the scripts in other containers have written by now into volumes that this one mounts too. */
function withShared(pod: Pod, container: Container, view: View): Written | undefined {
  let kept = view.kept
  for (const running of [...sharers(pod, container, view), ...strangers(pod, container, view)]) {
    follow(running, view.now)
    for (const [place, content] of (running.files as LayeredFiles).process) {
      if (!isInVolume(place) || kept?.has(place)) continue
      if (kept === view.kept) kept = new Map(view.kept)
      kept!.set(place, content)
    }
  }
  return kept
}

/** Other containers of the pod that run a script and may write into volumes of this one. */
export function sharers(pod: Pod, container: Container, view: View): Running[] {
  const found: Running[] = []
  if (!container.volumeMounts?.length) return found
  for (const other of [...(pod.spec.initContainers ?? []), ...pod.spec.containers]) {
    if (other === container || !other.command?.length || !sharesVolume(container, other)) continue
    const statuses = [...(pod.status.containerStatuses ?? []), ...(pod.status.initContainerStatuses ?? [])]
    const status = statuses.find(({ name }) => name === other.name)
    if (status?.state?.running) found.push(runningContainer(pod, other, status, { ...view, alone: true }))
  }
  return found
}

/** Containers of other pods that run a script and may write to a disk of this one's claims. */
function strangers(pod: Pod, container: Container, view: View): Running[] {
  const found: Running[] = []
  for (const { name } of container.volumeMounts ?? []) {
    const volume = pod.spec.volumes?.find(each => each.name === name)
    const claim = volume && claimNameOf(pod, volume)
    if (claim === undefined) continue
    for (const other of view.read.find<Pod>('pods', `claim=${pod.metadata.namespace}/${claim}`)) {
      if (other.metadata.uid === pod.metadata.uid) continue
      const volumes = other.spec.volumes?.filter(each => claimNameOf(other, each) === claim) ?? []
      for (const each of other.spec.containers) {
        if (!each.command?.length) continue
        if (!each.volumeMounts?.some(mount => !mount.readOnly && volumes.some(volume => volume.name === mount.name))) {
          continue
        }
        const status = other.status.containerStatuses?.find(status => status.name === each.name)
        if (status?.state?.running) found.push(runningContainer(other, each, status, { ...view, alone: true }))
      }
    }
  }
  return found
}

const sharesVolume = (a: Container, b: Container) =>
  a.volumeMounts?.some(({ name }) => b.volumeMounts?.some(other => other.name === name && !other.readOnly))

/** The containers of a pod that run now, sidecars too. */
export function runningContainers(pod: Pod, view: View): Running[] {
  const result: Running[] = []
  for (const [containers, statuses] of [
    [pod.spec.containers, pod.status.containerStatuses],
    [pod.spec.initContainers, pod.status.initContainerStatuses],
  ] as const) {
    for (const container of containers ?? []) {
      const status = statuses?.find(({ name }) => name === container.name)
      if (status?.state?.running) result.push(runningContainer(pod, container, status, view))
    }
  }
  return result
}

/** The whole environment of a process: PATH and HOSTNAME, then env of the image, of the spec, of the Services. */
function environment(pod: Pod, container: Container, read: Reader, startedAt: Ms): Record<string, string> {
  const { image } = imageOf(container.image ?? '')
  const services = serviceEnvironment(pod, read, startedAt)
  let own: Record<string, string> = {}
  try {
    own = specEnvironment(pod, container, services, read)
  } catch (error) {
    // A reference that was there when the container started is gone: its variable is not known any more.
    if (!(error instanceof ConfigError)) throw error
  }
  return {
    PATH,
    HOSTNAME: hostnameOf(pod),
    ...image.env,
    ...own,
    ...withoutOwn(services, own),
    HOME: own['HOME'] ?? '/root',
  }
}

function withoutOwn(services: Record<string, string>, own: Record<string, string>): Record<string, string> {
  const rest: Record<string, string> = {}
  for (const name of Object.keys(services)) if (own[name] === undefined) rest[name] = services[name]!
  return rest
}

const FOLDERS = [
  'dev',
  'home',
  'media',
  'mnt',
  'opt',
  'proc',
  'root',
  'run',
  'srv',
  'sys',
  'tmp',
  'usr/local/bin',
  'usr/share',
  'var/log',
  'var/run',
  'var/lib',
]

/** Files that every container has. */
function systemFiles(pod: Pod, image: ReturnType<typeof imageOf>['image']): Record<string, string> {
  const files: Record<string, string> = {
    '/etc/hostname': `${hostnameOf(pod)}\n`,
    '/etc/hosts': etcHosts(pod),
    '/etc/resolv.conf': resolvConf(pod),
    '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\n',
    '/etc/group': 'root:x:0:\n',
  }
  if (image.userland === 'none') return files
  const name = { debian: 'Debian GNU/Linux', alpine: 'Alpine Linux', busybox: 'BusyBox' }[image.userland]
  files['/etc/os-release'] = `NAME="${name}"\nID=${image.userland}\n`
  for (const folder of FOLDERS) files[`/${folder}/.kubesim-folder`] = ''
  for (const program of standardPrograms(image)) files[`/bin/${program}`] = ''
  for (const program of image.programs) if (program !== '*') files[`/usr/bin/${program}`] = ''
  return files
}
