import type { Call, Reply } from '../api/call.ts'
import type { KindRegistry, Reader } from '../api/kind.ts'
import type { KubeObject } from '../lib/objects.ts'
import type { Prng } from '../lib/prng.ts'
import type { Ms } from '../lib/time.ts'
import type { Change } from '../store/store.ts'

/** Which changes make a controller look, and at which keys. Cheap: it runs for every change of the resource. */
export interface Watch {
  /** `pods`, `deployments.apps`; `*` for every resource. */
  resource: string
  keys(change: Change, read: Reader): string[]
  /** The keys are looked at so much later, so that what comes within that time is looked at once. Default 0. */
  delay?: Ms
}

/**
 * A control loop: level-triggered, looks at `key`, acts through `ctx.api`, and may ask to be called again.
 * Modelled on controller-runtime's Reconciler. Keep the decision (`plan`) pure and test it with tables.
 */
export interface Controller {
  name: string
  /**
   * Whom the API server takes it for, which is what admission is told: a user, or a service account in kube-system.
   * Default: the service account `NAME-controller`.
   */
  user?: string | ((key: string, read: Reader) => string)
  watches: Watch[]
  reconcile(key: string, ctx: Context): void | { requeueAfter: Ms }
  /** When a round that a webhook has refused is tried again. Default: ever later, as client-go does. */
  retryAt?(now: Ms): Ms
  /**
   * True when a timer at this key only waits on purpose (deadline, back-off, probe period, schedule, time-to-live):
   * `clock settle` does not wait for it. Default: no timer is a wait. `note` reads the controller's private memory.
   */
  waits?(key: string, read: Reader, note: <T>(name: string) => T | undefined): boolean
}

/** API access for controllers: the same pipeline as a user's, with typed short forms. All throw ApiError. */
export interface Api {
  handle(call: Call): Reply
  create<T extends KubeObject>(object: T): T
  /** Whole object, main resource (status ignored where it is a subresource). Conflict if resourceVersion is stale. */
  update<T extends KubeObject>(object: T): T
  /** Status subresource only. No write if nothing changed. */
  updateStatus<T extends KubeObject>(object: T): T
  delete(
    object: KubeObject,
    options?: { gracePeriodSeconds?: number; propagationPolicy?: 'Background' | 'Foreground' | 'Orphan' },
  ): void
}

export interface EventOptions {
  /** Source component: `kubelet`, `default-scheduler`, `deployment-controller`, ... */
  from: string
  /** Node name of the source, for kubelet events. */
  host?: string
  /** `spec.containers{web}` */
  fieldPath?: string
  /** For sources that write events.k8s.io Events (the scheduler): what was done. Such Events have no `source` and no `count`. */
  action?: string
}

/** Everything a reconcile may use. It is told the time, it never asks. */
export interface Context {
  now: Ms
  read: Reader
  api: Api
  registry: KindRegistry
  /** The controller's private memory; `undefined` deletes. Names are private to the controller. */
  note<T>(name: string): T | undefined
  setNote(name: string, value: unknown): void
  rng(...purpose: (string | number)[]): Prng
  /** Records an Event about an object, with client-go's aggregation. */
  event(about: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string, options: EventOptions): void
  /** Has another key of this controller looked at, at a time (default now). */
  enqueue(key: string, at?: Ms): void
}
