import type { Reader } from '../../api/kind.ts'
import type { Context } from '../../engine/controller.ts'
import type { Container, ContainerStatus, Fault, Node, Pod } from '../../lib/objects.ts'
import type { Prng } from '../../lib/prng.ts'
import { type Ms, parseTime } from '../../lib/time.ts'
import { podFaults } from '../faults/faults.ts'
import { isInVolume, type LayeredFiles, ownPlaces, type Written } from '../images/files.ts'
import type { Network, NetworkAnswer, NetworkQuestion } from '../images/image.ts'
import { follow } from '../images/process.ts'
import { type Counter, nextAddress, nodeAddress, usedAddresses } from './addresses.ts'
import { newStatus } from './container-status.ts'
import { type AskNetwork, journaled } from './journal.ts'
import { type Facts, hasEnded, type Life, type Memory, type NodeImages, type Part } from './life.ts'
import { bootedAt, isStandIn } from './node.ts'
import { type Past, pastOf } from './past.ts'
import { isLost } from './stages/lost.ts'
import { forgetKept, readKept, writeKept } from './kept.ts'
import { runningContainer, viewOf } from './running.ts'
import { onGrid } from './stage.ts'
import { CONTAINER_TRACKS } from './stages/index.ts'
import { withAddress } from './status.ts'
import { restarts } from './turn.ts'
import { type Unmountable, unmountable } from './volumes.ts'

const TRACKS = CONTAINER_TRACKS.map(({ name }) => name)

/** A pod on its node, made from what is stored, with the context of one reconcile around it. */
export class PodLife implements Life {
  pod: Pod
  readonly node: Node
  readonly now: Ms
  readonly read: Reader
  readonly past: Past
  readonly parts: Part[] = []
  readonly memory: Memory
  readonly deleted: boolean
  readonly unmountable: readonly Unmountable[]
  readonly images: NodeImages
  readonly standIn: boolean
  over?: boolean
  readonly faults: readonly Fault['spec'][]
  readonly bootedAt: Ms | undefined
  private readonly key: string
  private readonly ctx: Context
  private readonly ask: AskNetwork | undefined
  private readonly before: ContainerStatus[]
  private readonly stored: Pod
  private keptNote: Written | undefined
  private rejudge = false

  constructor(
    key: string,
    pod: Pod,
    node: Node,
    memory: Memory | undefined,
    ctx: Context,
    ask: AskNetwork | undefined,
  ) {
    this.key = key
    this.pod = this.stored = pod
    this.node = node
    this.ctx = ctx
    this.ask = ask
    this.now = ctx.now
    this.read = ctx.read
    this.past = pastOf(ctx.read, name => ctx.note(name.slice('kubelet/'.length)))
    this.faults = podFaults(ctx.read, pod)
    this.bootedAt = bootedAt(ctx, node.metadata.name)
    this.deleted = pod.metadata.deletionTimestamp !== undefined
    this.standIn = isStandIn(node)
    this.memory = { uid: pod.metadata.uid!, timers: { ...memory?.timers }, parts: {} }
    if (memory?.mounts) this.memory.mounts = memory.mounts
    if (memory?.ended) this.memory.ended = memory.ended
    const { initContainers, containers } = pod.spec
    const reason = initContainers?.length ? 'PodInitializing' : 'ContainerCreating'
    const add = (container: Container, role: Part['role'], statuses: ContainerStatus[] | undefined) => {
      const status = statuses?.find(({ name }) => name === container.name) ?? newStatus(container, reason)
      this.parts.push({ container, role, status, facts: { ...memory?.parts[container.name] } })
    }
    for (const each of initContainers ?? []) {
      const sidecar = (each as { restartPolicy?: string }).restartPolicy === 'Always'
      add(each, sidecar ? 'sidecar' : 'init', pod.status.initContainerStatuses)
    }
    for (const each of containers) add(each, 'main', pod.status.containerStatuses)
    for (const part of this.parts) {
      this.noticeImage(part)
      if (this.noticeEnd(part)) this.rejudge = true
    }
    if (this.bootedAt !== undefined && this.parts.some(part => isLost(this, part))) this.leaveSandbox()
    this.before = this.parts.map(({ status }) => status)
    // Mounts happen before the first container starts, never again.
    const fresh =
      !this.standIn && this.parts.every(({ status }) => status.state?.waiting && !status.lastState?.terminated)
    this.unmountable = fresh && pod.spec.volumes ? unmountable(pod, ctx.read) : []
    this.images = new Images(`images/${node.metadata.name}`, ctx)
    this.rejudge ||=
      !!pod.spec.readinessGates ||
      (pod.status as { observedGeneration?: number }).observedGeneration !== pod.metadata.generation
    this.shortenGrace(memory)
  }

  /** The pod's network is gone with its node's power; it gets another address. */
  private leaveSandbox(): void {
    const message = 'Pod sandbox changed, it will be killed and re-created.'
    if (!this.terminating) this.event('Normal', 'SandboxChanged', message)
    if (this.pod.spec.hostNetwork) return
    const { podIP: _, podIPs: __, ...status } = this.pod.status
    this.pod = { ...this.pod, status }
  }

  get terminating(): boolean {
    return this.deleted || this.memory.ended !== undefined
  }

  /** Back-offs belong to an image: with another one everything is tried anew, and at once. */
  private noticeImage({ container, facts }: Part): void {
    if (facts.of === undefined || facts.of === container.image) return
    if (facts.endedAt !== undefined) facts.again = true
    for (const name of ['of', 'image', 'crash', 'wait', 'pulled', 'endedAt', 'misconfigured'] as const)
      delete facts[name]
    delete this.memory.timers[`${container.name}/life`]
  }

  /** Notices a container that has ended without the kubelet's doing; true when its pod must be judged anew. */
  private noticeEnd(part: Part): boolean {
    const { status, facts } = part
    const ended = status.state?.terminated
    if (!ended || facts.endedAt !== undefined || facts.again) return false
    if (!restarts(this, part)) return true
    this.keep(part)
    for (const name of Object.keys(facts) as (keyof Facts)[])
      if (name !== 'crash' && name !== 'last') delete facts[name]
    facts.endedAt = parseTime(ended.finishedAt) ?? this.now
    return true
  }

  /** A second deletion may shorten the grace period of a pod that is stopping already. */
  private shortenGrace(memory: Memory | undefined): void {
    if (!this.deleted) return
    const grace = this.pod.metadata.deletionGracePeriodSeconds ?? 0
    this.memory.grace = grace
    if (memory?.grace === undefined || memory.grace <= grace) return
    const end = onGrid(this.now + Math.max(2, grace) * 1000)
    for (const part of this.parts) {
      const timer = this.memory.timers[`${part.container.name}/life`]
      if (timer?.[0] !== 'terminate' || timer[1] <= end) continue
      this.memory.timers[`${part.container.name}/life`] = [timer[0], end]
      part.facts.exit = { at: end, code: 137, reason: 'Error' }
    }
  }

  rng(...purpose: (string | number)[]): Prng {
    return this.ctx.rng('kubelet', ...purpose)
  }

  event(type: 'Normal' | 'Warning', reason: string, message: string, part?: Part): void {
    const list = part && (part.role === 'main' ? 'containers' : 'initContainers')
    const fieldPath = part && `spec.${list}{${part.container.name}}`
    this.ctx.event(this.stored, type, reason, message, { from: 'kubelet', host: this.node.metadata.name, fieldPath })
  }

  allocate(): boolean {
    const { status, spec } = this.pod
    if (status.podIP !== undefined) return true
    if (spec.hostNetwork) {
      this.pod = withAddress(this.pod, this.node, nodeAddress(this.node))
      return true
    }
    const note = `addresses/${this.node.metadata.name}`
    const used = () => usedAddresses(this.read, this.node.metadata.name)
    const next = nextAddress(this.node.spec.podCIDR, this.ctx.note<Counter>(note), used)
    if (!next) {
      const none = this.node.spec.podCIDR
        ? `no IP addresses available in range set: ${this.node.spec.podCIDR}`
        : 'cni plugin not initialized'
      this.event(
        'Warning',
        'FailedCreatePodSandBox',
        `Failed to create pod sandbox: failed to setup network for sandbox: ${none}`,
      )
      return false
    }
    this.ctx.setNote(note, next.counter)
    this.pod = withAddress(this.pod, this.node, next.ip)
    return true
  }

  /** Whether there is anything new to report. */
  get changed(): boolean {
    if (this.stored.status.startTime === undefined || this.rejudge || this.pod !== this.stored) return true
    if (this.memory.ended && this.stored.status.reason !== this.memory.ended.reason) return true
    return this.parts.some(({ status }, i) => status !== this.before[i])
  }

  networkOf(part: Part): Network | undefined {
    const { ask, pod, ctx } = this
    return journaled(part.facts, this.now, ask && (question => ask(pod, question, ctx)))
  }

  get live(): ((question: NetworkQuestion) => NetworkAnswer) | undefined {
    const { ask, pod, ctx } = this
    return ask && (question => ask(pod, question, ctx))
  }

  get kept(): Written {
    return (this.keptNote ??= readKept(this.pod, this.read, this.ctx.note))
  }

  keepWritten(kept: Written): void {
    if (kept.size === 0) return
    writeKept(this.pod, kept, this.read, this.ctx)
    this.keptNote = undefined
  }

  keep(part: Part): void {
    const { container, facts, status } = part
    const written: Written = new Map()
    for (const [place, content] of this.kept) {
      if (!place.startsWith(ownPlaces(container.name))) written.set(place, content)
    }
    if (facts.script && container.volumeMounts?.some(({ readOnly }) => !readOnly)) {
      const view = { ...viewOf(this), network: journaled(facts, this.now, undefined) }
      const running = runningContainer(this.pod, container, status, view, facts.startedAt)
      follow(running, this.now)
      for (const [place, content] of (running.files as LayeredFiles).process) {
        if (isInVolume(place)) written.set(place, content)
      }
    }
    if (written.size === 0 && this.kept.size === 0) return
    writeKept(this.pod, written, this.read, this.ctx)
    this.keptNote = undefined
  }

  /** Keeps the note as small as it can be; none at all when the status says everything. */
  remember(old: Memory | undefined): void {
    const { memory } = this
    let something = Object.keys(memory.timers).length > 0 && !this.over
    for (const part of this.parts) {
      const { container, facts, status } = part
      if (hasEnded(part) && !facts.again && !restarts(this, part)) delete facts.endedAt
      const timed = TRACKS.some(track => memory.timers[`${container.name}/${track}`])
      const exact = facts.startedAt !== undefined && facts.startedAt !== parseTime(status.state?.running?.startedAt)
      if (!timed && !(facts.script && exact)) delete facts.startedAt
      if (!timed && !facts.asked) delete facts.lookedAt
      if (!Object.keys(facts).length) continue
      memory.parts[container.name] = facts
      something = true
    }
    if (something && !this.over) {
      this.ctx.setNote(this.key, memory)
      this.await()
    } else if (old || this.over) {
      this.ctx.setNote(this.key, undefined)
      if (this.over) forgetKept(this.key, this.ctx)
    }
  }

  /** Has the pod woken when the ConfigMap or Secret comes that it lacks. */
  private await(): void {
    const errors = this.unmountable.map(({ error }) => error)
    for (const { status } of this.parts) {
      const waiting = status.state?.waiting
      if (waiting?.reason === 'CreateContainerConfigError') errors.push(waiting.message ?? '')
    }
    for (const error of errors) {
      const lacking =
        /^(configmap|secret) "(.*)" not found$/.exec(error) ?? /key \S+ in (ConfigMap|Secret) \S+\/(\S+)$/.exec(error)
      if (!lacking) continue
      const note = `wake:${lacking[1]!.toLowerCase()}/${this.pod.metadata.namespace}/${lacking[2]}`
      const waiting = this.ctx.note<string[]>(note) ?? []
      if (!waiting.includes(this.key)) this.ctx.setNote(note, [...waiting, this.key])
    }
  }
}

/** The images of a node, as a note: when each was (or will be) there. */
class Images implements NodeImages {
  private readonly note: string
  private readonly ctx: Context

  constructor(note: string, ctx: Context) {
    this.note = note
    this.ctx = ctx
  }

  readyAt(image: string): Ms | undefined {
    return this.ctx.note<Record<string, Ms>>(this.note)?.[image]
  }

  add(image: string, readyAt: Ms): void {
    this.ctx.setNote(this.note, { ...this.ctx.note<Record<string, Ms>>(this.note), [image]: readyAt })
  }
}
