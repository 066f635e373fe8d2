import { ApiError } from '../../../api/errors.ts'
import { formatGoDuration } from '../../../lib/duration.ts'
import type { Pod } from '../../../lib/objects.ts'
import type { Ms } from '../../../lib/time.ts'
import type { CommandContext, Flags } from '../../command.ts'
import { isNotFound } from '../../failures.ts'
import { isSkipped } from './filters.ts'

const RETRY: Ms = 5_000
/** On a virtual clock waiting takes no time, so an eviction without --timeout is not tried for ever. */
const PATIENCE: Ms = 600_000

/** A pod on its way off the node. */
interface Leaving {
  pod: Pod
  /** When its eviction is asked for (again); undefined: it was granted. */
  attempt: Ms | undefined
}

/** Evicts (or deletes) pods side by side and waits until they are gone (k8s.io/kubectl pkg/drain). */
export class Removal {
  private readonly ctx: CommandContext
  private readonly evicts: boolean
  private readonly serverDryRun: boolean
  private readonly timeout: Ms
  private readonly grace: number | undefined
  private readonly skip: number
  private readonly began: Ms
  private readonly errors: string[] = []

  constructor(ctx: CommandContext, flags: Flags, serverDryRun: boolean) {
    this.ctx = ctx
    this.evicts = !flags['disable-eviction']
    this.serverDryRun = serverDryRun
    this.timeout = flags['timeout']
    this.grace = flags['grace-period'] < 0 ? undefined : flags['grace-period']
    this.skip = flags['skip-wait-for-delete-timeout']
    this.began = ctx.client.now()
  }

  private get overdue(): boolean {
    return this.timeout > 0 && this.ctx.client.now() >= this.began + this.timeout
  }

  /** Resolves to what went wrong. */
  async remove(pods: readonly Pod[]): Promise<string[]> {
    const { client } = this.ctx
    const patience = (await client.cluster.info()).clock === 'virtual' && this.timeout === 0 ? PATIENCE : 0
    let left: Leaving[] = pods.map(pod => ({ pod, attempt: this.began }))
    let progress = this.began
    for (;;) {
      const before = left.length
      const still: Leaving[] = []
      // All are asked to go before the first is waited for.
      const asked: Leaving[] = []
      for (const each of left) if (await this.ask(each)) asked.push(each)
      for (const each of asked) if (!(await this.isDone(each))) still.push(each)
      left = still
      if (left.length === 0) return this.errors
      if (left.length < before) progress = client.now()
      if (patience && client.now() >= progress + patience) return [...this.errors, ...left.map(stuck)]
      await client.commit()
      await this.wait(left)
    }
  }

  /** Until a pod may have gone, or the next attempt. */
  private async wait(left: readonly Leaving[]): Promise<void> {
    const moments = left.flatMap(({ attempt }) => (attempt === undefined ? [] : [attempt]))
    if (this.timeout > 0 && left.some(({ attempt }) => attempt === undefined)) moments.push(this.began + this.timeout)
    await this.ctx.client.next(moments.length > 0 ? Math.min(...moments) : undefined)
  }

  /** Asks for the pod to go, when that is due. False: it needs no more care. */
  private async ask(each: Leaving): Promise<boolean> {
    const { ctx } = this
    const { attempt, pod } = each
    if (attempt === undefined || attempt > ctx.client.now()) return true
    const { name, namespace } = pod.metadata
    if (this.evicts) ctx.print(`evicting pod ${namespace}/${name}${this.serverDryRun ? ' (server dry run)' : ''}`)
    const failed = `error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)}`
    if (this.evicts && this.overdue) return this.fail(`${failed}: global timeout reached: ${this.limit}`)
    try {
      await this.send(pod)
    } catch (error) {
      if (isNotFound(error)) return false
      if (!(error instanceof ApiError)) throw error
      if (!this.evicts) return this.fail(error.message)
      if (error.reason !== 'TooManyRequests') return this.fail(`${failed}: ${error.message}`)
      ctx.complain(`${failed} (will retry after 5s): ${error.message}`)
      each.attempt = ctx.client.now() + RETRY
      return true
    }
    each.attempt = undefined
    return !this.serverDryRun
  }

  private async send({ metadata: { name, namespace } }: Pod): Promise<void> {
    const { grace } = this
    const target = { resource: 'pods', namespace, name }
    const query = { dryRun: this.serverDryRun || undefined }
    if (!this.evicts) {
      await this.ctx.client.call({ verb: 'delete', ...target, query: { ...query, gracePeriodSeconds: grace } })
      return
    }
    const deleteOptions = grace === undefined ? {} : { gracePeriodSeconds: grace }
    const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace }, deleteOptions }
    await this.ctx.client.call({ verb: 'create', ...target, subresource: 'eviction', query, body })
  }

  private get limit(): string {
    return formatGoDuration(this.timeout)
  }

  private fail(text: string): false {
    this.errors.push(text)
    return false
  }

  private async isDone({ pod, attempt }: Leaving): Promise<boolean> {
    if (attempt !== undefined) return false
    const { name, namespace, uid } = pod.metadata
    const now = await this.get(pod)
    if (now?.metadata.uid !== uid) {
      this.ctx.print(`pod/${name} ${this.evicts ? 'evicted' : 'deleted'}`)
      return true
    }
    if (isSkipped(now!, this.skip, this.ctx.client.now())) {
      this.ctx.print(`pod ${JSON.stringify(name)} has DeletionTimestamp older than ${this.skip} seconds, skipping`)
      return true
    }
    if (!this.overdue) return false
    const what = `pod ${JSON.stringify(name)} in namespace ${JSON.stringify(namespace)}`
    this.errors.push(`error when waiting for ${what} to terminate: global timeout reached: ${this.limit}`)
    return true
  }

  private async get({ metadata: { name, namespace } }: Pod): Promise<Pod | undefined> {
    try {
      return (await this.ctx.client.call({ verb: 'get', resource: 'pods', namespace, name })).body
    } catch (error) {
      if (isNotFound(error)) return undefined
      throw error
    }
  }
}

function stuck({ pod: { metadata }, attempt }: Leaving): string {
  const what = `pod ${JSON.stringify(metadata.name)} in namespace ${JSON.stringify(metadata.namespace)}`
  const why = attempt === undefined ? 'does not terminate' : 'is not let go by its disruption budget'
  return `${what} ${why} within ${formatGoDuration(PATIENCE)} of cluster time; give --timeout, or let the clock run`
}
