import type { Unmountable } from './volumes.ts'
import type { Reader } from '../../api/kind.ts'
import type { Container, ContainerStatus, Fault, Node, Pod } from '../../lib/objects.ts'
import type { Prng } from '../../lib/prng.ts'
import type { Ms } from '../../lib/time.ts'
import type { Past } from './past.ts'
import type { Written } from '../images/files.ts'
import type { Network, NetworkAnswer, NetworkQuestion, Typed } from '../images/image.ts'

/** What the kubelet knows of a container beyond its status. All moments are exact, unlike those of the status. */
export interface Facts {
  /** The image is on the node for the start that is under way. */
  pulled?: true
  startedAt?: Ms
  /** The running instance will end so. */
  exit?: { at: Ms; code: number; reason?: string }
  /** How the running instance goes on is known only then. */
  lookAt?: Ms
  /** How often it was looked at, and when last. */
  looks?: number
  lookedAt?: Ms
  /** The network's answers to the running instance, where they changed: when, what was asked, what came. */
  asked?: [at: Ms, question: string, answer: NetworkAnswer][]
  /** What was typed into the running instance. */
  input?: Typed[]
  endedAt?: Ms
  /** What the instance before was told by the network and by people, for its log. */
  last?: { startedAt: Ms; asked: Facts['asked']; lookedAt?: Ms; input?: Typed[] }
  /** Restart back-off: the delay that holds and when it was set. */
  crash?: { delay: Ms; at: Ms }
  /** When the pull that is under way began. */
  pullingSince?: Ms
  /** Image back-off: the delay that holds, when it was set, and how the last pull failed. `retrying`: it is over. */
  image?: { delay: Ms; at: Ms; error: string; reason: string; tries: number; retrying?: true }
  /** The image that the back-offs are about. */
  of?: string
  /** Nothing is tried before `until`. `tries` of those waits in a row. */
  wait?: { until: Ms; tries: number }
  /** Configuration that was missing, so many times in a row. */
  misconfigured?: number
  /** It has ended and is being started again. */
  again?: true
  /** Results of each probe, while they say more than that all is well. */
  probes?: Partial<Record<ProbeKind, Results>>
  /** The postStart hook of the instance that was started then is under way. */
  postStart?: { at: Ms; until?: Ms; ok: boolean }
  /** This probe has found it dead: it is killed and started again. */
  condemned?: 'liveness' | 'startup' | 'postStart'
  /** What it does is written in its command, so its exact start is remembered. */
  script?: true
}

/** Results in a row, when the last came, and how often nothing was new. */
export interface Results {
  successes: number
  failures: number
  at: Ms
  looks?: number
}

export type ProbeKind = 'readiness' | 'startup' | 'liveness'

/** The note about a pod. It exists only while it says more than the pod's status. */
export interface Memory {
  uid: string
  /** Stage that each track is in and when it is over, by `<container>/<track>`; the pod's own tracks have no container. */
  timers: Record<string, Timer>
  parts: Record<string, Facts>
  /** The grace period, in seconds, that the containers were asked to stop with. */
  grace?: number
  /** The pod is ended by the kubelet itself: why. */
  ended?: { reason: string; message: string }
  /** The kubelet does not take it, and tells so then. */
  refusal?: { at: Ms }
  /** Failed mounts in a row. */
  mounts?: number
  /** Every timer waits on purpose (`Controller.waits`). */
  idle?: boolean
}

export type Timer = [stage: string, due: Ms]

/** A container of the pod, as a draft that stages change. */
export interface Part {
  container: Container
  role: 'init' | 'sidecar' | 'main'
  status: ContainerStatus
  facts: Facts
}

/** A pod on this node at one moment: the draft that stages change, and what they may use. */
export interface Life {
  /** With the addresses that it has by now. */
  readonly pod: Pod
  readonly node: Node
  readonly now: Ms
  /** Init containers first, in the order of the spec. */
  readonly parts: Part[]
  memory: Memory
  /** The pod is being deleted. */
  readonly deleted: boolean
  /** It is, or the kubelet ends it: nothing is started any more. */
  readonly terminating: boolean
  /** When the node was switched on last: what ran before is gone. */
  readonly bootedAt?: Ms
  /** Volumes that cannot be mounted yet, with why. */
  readonly unmountable: readonly Unmountable[]
  /** The pod object may be removed. */
  over?: boolean
  readonly read: Reader
  /** What containers have read of ConfigMaps and Secrets. */
  readonly past?: Past
  rng(...purpose: (string | number)[]): Prng
  event(type: 'Normal' | 'Warning', reason: string, message: string, part?: Part): void
  readonly images: NodeImages
  /** The network as the process of a container sees it; its answers are remembered in the facts. */
  networkOf(part: Part): Network | undefined
  /** The network at this moment, for the kubelet's own questions. Absent where there is none. */
  live?(question: NetworkQuestion): NetworkAnswer
  /** What is wrong with the pod on purpose. */
  readonly faults: readonly Fault['spec'][]
  /** Gives the pod its addresses, when it has none yet: its sandbox is there. False when the node has none left. */
  allocate(): boolean
  /** What was written in the pod's containers through exec, and in shared volumes by containers that have ended. */
  readonly kept: Written
  /** Keeps what was written besides the containers' own processes. */
  keepWritten(kept: Written): void
  /** Keeps what a container that ends has written in volumes; its own file system is gone. */
  keep(part: Part): void
  /** A stand-in kubelet (node annotation `kwok.x-k8s.io/node: fake`): containers run and do nothing. */
  readonly standIn: boolean
}

/** Which images a node has. */
export interface NodeImages {
  /** When an image is there; undefined: nobody has asked for it. */
  readyAt(image: string): Ms | undefined
  add(image: string, readyAt: Ms): void
}

export const isRunning = ({ status }: Part): boolean => status.state?.running !== undefined
export const hasEnded = ({ status }: Part): boolean => status.state?.terminated !== undefined
/** It exits with 0 and nobody wants it again. */
export const hasSucceeded = ({ status }: Part): boolean => status.state?.terminated?.exitCode === 0
