import type { Call, Reply } from '../api/call.ts'
import type { Ms } from '../lib/time.ts'

/** One resource as discovery tells it. */
export interface Resource {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly plural: string
  readonly singular: string
  readonly shortNames: readonly string[]
  readonly categories: readonly string[]
  readonly namespaced: boolean
  readonly verbs: readonly string[]
  readonly subresources: readonly string[]
  /** `v1`, `apps/v1` */
  readonly apiVersion: string
  /** `pods`, `deployments.apps`: what Call.resource takes; with the version in it (`horizontalpodautoscalers.v1.autoscaling`) when another is preferred. */
  readonly resource: string
  /** `pods`, `deployments.apps`: what people read. */
  readonly groupResource: string
  /** The version that is meant when none is named. */
  readonly preferred: boolean
}

/**
 * How commands reach a cluster. In-process now; the same Call and Reply could go over HTTP.
 * The first call of a command brings the cluster up to now. Everything a command does is one transaction, committed by
 * `commit` (the command runner calls it at the end, also after an error that was reported), before real waiting, and now
 * and then while the clock jumps.
 */
export interface Client {
  /** Throws ApiError. */
  call(call: Call): Promise<Reply>
  resources(): Promise<Resource[]>
  /** The cluster's clock. */
  now(): Ms
  /**
   * Lets time pass until something may have changed: the next due moment, another process's write, or `until`.
   * On a virtual clock it jumps, on a wall clock it really waits. False when `until` was reached.
   * Throws StandstillError on a virtual clock when nothing is due and there is no `until`, InterruptedError after Ctrl-C.
   */
  next(until?: Ms): Promise<boolean>
  /** Whether `commit` should come before `next`: others must be let in, or have waited long enough for what was done. */
  commitDue(): boolean
  commit(): Promise<void>
  readonly cluster: ClusterControl
}

export class StandstillError extends Error {}

/** The user has seen enough. */
export class InterruptedError extends Error {}

/** What only a simulated cluster has. */
export interface ClusterControl {
  /** Name of the cluster, its state file, and its settings. */
  info(): Promise<{
    name: string
    file: string
    clock: 'wall' | 'virtual'
    seed: number
    namespace: string
    now: Ms
    offset: Ms
    /** What the cluster will look at next. */
    nextDue?: { at: Ms; controller: string; key: string }
  }>
  setNamespace(namespace: string): Promise<void>
  setClock(mode: 'wall' | 'virtual'): Promise<void>
  advance(by: Ms): Promise<void>
  /**
   * Does something as if: `act` may change the cluster and wait (which jumps, on a wall clock too) through this client, then
   * all of it is undone.
   */
  rehearse<T>(act: () => Promise<T>): Promise<T>
  /** When something happens that is not only waiting on purpose; undefined when nothing does. */
  nextWork(): Promise<Ms | undefined>
  /** Until no work is under way but timers that wait on purpose; returns the time passed. False if `max` ran out first. */
  settle(max?: Ms): Promise<{ passed: Ms; settled: boolean }>
}
