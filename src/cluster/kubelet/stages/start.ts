import type { Ms } from '../../../lib/time.ts'
import { imageOf } from '../../images/index.ts'
import { follow } from '../../images/process.ts'
import { startError } from '../../images/program.ts'
import { patience } from '../back-off.ts'
import { failStart, run, wait } from '../container-status.ts'
import { ConfigError, hasReferences, specEnvironment } from '../environment.ts'
import type { Life, Part } from '../life.ts'
import { runHook } from '../hook.ts'
import { runningContainer, viewOf } from '../running.ts'
import type { Stage } from '../stage.ts'
import { restarts } from '../turn.ts'
import { isStarting } from './pull.ts'

/** From the image to a running process. */
export const start: Stage = {
  name: 'start',
  applies: (life, part) => !!part.facts.pulled && isStarting(life, part),
  after: (_, { container }, rng) => {
    const [low, high] = imageOf(container.image!).image.startMs ?? [200, 500]
    return rng.between(low, high)
  },
  next: (life, part) => {
    const { facts, container } = part
    delete facts.pulled
    if (!life.allocate()) {
      facts.wait = { until: life.now + 10_000, tries: 0 }
      return
    }
    const missing = configError(life, part)
    if (missing !== undefined) {
      const tries = (facts.misconfigured ?? 0) + 1
      facts.misconfigured = tries
      const period = life.rng('config', life.pod.metadata.uid!, container.name, tries).between(10_000, 15_000)
      facts.wait = { until: life.now + patience(tries, period), tries }
      life.event('Warning', 'Failed', `Error: ${missing}`, part)
      wait(part, 'CreateContainerConfigError', missing)
      return
    }
    delete facts.misconfigured
    delete facts.again
    const { uid } = life.pod.metadata
    const rng = life.rng('container-id', uid!, container.name, part.status.restartCount + 1)
    life.event('Normal', 'Created', 'Container created', part)
    const error = life.standIn ? undefined : startError(container, path => isMounted(life, part, path))
    if (error !== undefined) {
      life.event('Warning', 'Failed', `Error: ${error}`, part)
      failStart(part, life.now, error, rng)
      // Only what will be tried again waits.
      if (restarts(life, part)) wait(part, 'RunContainerError', error)
      facts.endedAt = life.now
      return
    }
    life.event('Normal', 'Started', 'Container started', part)
    const hook = life.standIn ? undefined : runHook('postStart', life, part, () => fresh(life, part))
    if (hook) {
      const until = life.now + hook.ms
      facts.postStart = { at: life.now, ok: hook.ok, ...(until < Number.POSITIVE_INFINITY && { until }) }
      return
    }
    run(part, life.now, rng)
    begin(life, part)
  },
}

/** The instance that starts now, before the status tells of it. */
const fresh = (life: Life, { container, status }: Part) =>
  runningContainer(life.pod, container, status, viewOf(life), life.now)

/** The process runs, but counts as started only when its hook is through; a hook that fails ends it. */
export const postStart: Stage = {
  name: 'post-start',
  applies: (life, { facts }) => !life.terminating && facts.postStart !== undefined,
  after: (life, { facts }) => (facts.postStart!.until ?? Number.POSITIVE_INFINITY) - life.now,
  next: (life, part) => {
    const { facts, container } = part
    const { at, ok } = facts.postStart!
    delete facts.postStart
    const { uid } = life.pod.metadata
    run(part, at, life.rng('container-id', uid!, container.name, part.status.restartCount + 1))
    begin(life, part, at)
    if (ok) return
    life.event('Warning', 'FailedPostStartHook', 'PostStartHook failed', part)
    life.event('Normal', 'Killing', 'FailedPostStartHook', part)
    facts.condemned = 'postStart'
    part.status = { ...part.status, ready: false, started: false }
  },
}

function configError(life: Life, { container }: Part): string | undefined {
  if (!hasReferences(container)) return undefined
  try {
    specEnvironment(life.pod, container, {}, life.read)
    return undefined
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
}

/** A program that a volume brings. */
function isMounted(life: Life, { container, status }: Part, path: string): boolean {
  if (!path.includes('/') || !container.volumeMounts) return false
  return runningContainer(life.pod, container, status, viewOf(life)).files.read(path) !== undefined
}

/** The first moment of a running instance: what is known of its end, whether it counts as started and ready. */
function begin(life: Life, part: Part, at = life.now): void {
  const { container, facts } = part
  facts.startedAt = at
  delete facts.endedAt
  delete facts.condemned
  foresee(life, part)
  const started = !container.startupProbe || life.standIn
  const ready = started && (!container.readinessProbe || life.standIn) && part.role !== 'init'
  part.status = { ...part.status, started, ready }
}

/** Follows the process as far as it is decided: to its end, or to where it must be looked at again. */
export function foresee(life: Life, part: Part): void {
  const { facts, container, status } = part
  delete facts.exit
  delete facts.lookAt
  facts.lookedAt = life.now
  if (life.standIn) {
    if (endsInStandIn(life, part)) facts.exit = { at: life.now, code: 0 }
    return
  }
  const running = runningContainer(
    life.pod,
    container,
    status,
    { ...viewOf(life), network: life.networkOf(part) },
    facts.startedAt,
  )
  const process = follow(running, Number.POSITIVE_INFINITY)
  if (process.onTerm !== 'image') facts.script = true
  if (process.exit) {
    const { afterMs, code, reason } = process.exit
    facts.exit = { at: facts.startedAt! + afterMs, code, reason }
  } else if (
    process.lookAt !== Number.POSITIVE_INFINITY &&
    process.lookAt > life.now &&
    (facts.asked?.length ?? 0) < MAX_ANSWERS
  ) {
    facts.lookAt = later(facts.startedAt!, process.lookAt, facts.looks ?? 0)
  }
}

/** Even where containers do nothing, init containers and the pods of a Job must come to their end. */
function endsInStandIn({ pod }: Life, { role }: Part): boolean {
  return role === 'init' || (role === 'main' && !!pod.metadata.ownerReferences?.some(({ kind }) => kind === 'Job'))
}

/** A process whose answers keep changing is not followed any more after so many of them; it goes on running. */
const MAX_ANSWERS = 100

/** A process that asks the network again and again is looked at ever more rarely: an idle week costs little. */
function later(startedAt: Ms, lookAt: Ms, looks: number): Ms {
  return looks < 60 ? lookAt : lookAt + Math.floor((lookAt - startedAt) / 20)
}
