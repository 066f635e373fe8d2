import { type Ms, parseTime } from '../../../lib/time.ts'
import { stopTime } from '../../images/process.ts'
import { imageIdentity, wait } from '../container-status.ts'
import { runHook } from '../hook.ts'
import { isRunning, type Life, type Part } from '../life.ts'
import { runningContainer, viewOf } from '../running.ts'
import type { Stage } from '../stage.ts'
import { backedOffUntil, nextBackOff } from '../back-off.ts'
import { restarts } from '../turn.ts'
import { finish } from './exit.ts'

/** What is left to a process after its preStop hook has used up the grace period. */
const LEAST: Ms = 2000

const graceOf = ({ pod }: Life): Ms =>
  1000 * (pod.metadata.deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30)

/** Main containers stop together; sidecars after them, the last one first. */
function isItsTurn(life: Life, part: Part): boolean {
  if (part.role !== 'sidecar') return true
  const after = life.parts.slice(life.parts.indexOf(part) + 1)
  return !after.some(isRunning)
}

/** Decides when the process ends: preStop hook, SIGTERM, and SIGKILL when the grace period is over. */
export function stop(life: Life, part: Part, grace: Ms): void {
  const hook = preStop(life, part)
  const limit = hook >= grace && hook > 0 ? grace + LEAST : grace
  const end = Math.min(hook, grace) + (life.standIn ? 0 : stopTime(instance(life, part)))
  const killed = end > limit
  const own = part.facts.exit
  const at = life.now + (killed ? limit : end)
  part.facts.exit = own && own.at <= at ? own : { at, code: killed ? 137 : 0, ...(killed && { reason: 'Error' }) }
}

/** The pod is being deleted. */
export const terminate: Stage = {
  name: 'terminate',
  applies: (life, part) => life.terminating && isRunning(part) && isItsTurn(life, part),
  enter: (life, part) => {
    life.event('Normal', 'Killing', `Stopping container ${part.container.name}`, part)
    stop(life, part, graceOf(life))
  },
  after: (life, { facts }) => facts.exit!.at - life.now,
  next: (life, part) => finish(life, part, part.facts.exit!.code, part.facts.exit!.reason),
}

const runsOther = ({ container, status }: Part) => status.image !== imageIdentity(container.image!).image

/** The image in the spec is not the one that runs: the container is stopped and started again, without a back-off. */
export const replace: Stage = {
  name: 'replace',
  applies: (life, part) => !life.terminating && isRunning(part) && runsOther(part),
  enter: (life, part) => {
    life.event('Normal', 'Killing', `Container ${part.container.name} definition changed, will be restarted`, part)
    stop(life, part, 1000 * (life.pod.spec.terminationGracePeriodSeconds ?? 30))
  },
  after: (life, { facts }) => facts.exit!.at - life.now,
  next: (life, part) => {
    finish(life, part, part.facts.exit!.code, part.facts.exit!.reason)
    delete part.facts.endedAt
    delete part.facts.crash
    delete part.facts.of
    part.facts.again = true
  },
}

/**
 * A probe has found it dead (or its postStart hook has failed). Stopping and starting anew are one step, so the back-off counts from the end of the
 * instance before: the first two restarts never wait.
 */
export const kill: Stage = {
  name: 'kill',
  applies: (life, part) => !life.terminating && isRunning(part) && part.facts.condemned !== undefined,
  enter: (life, part) => {
    const { container, facts } = part
    if (facts.condemned === 'postStart') {
      stop(life, part, 1000 * (life.pod.spec.terminationGracePeriodSeconds ?? 30))
      return
    }
    const why = `Container ${container.name} failed ${facts.condemned} probe, will be restarted`
    life.event('Normal', 'Killing', why, part)
    const probe = facts.condemned === 'startup' ? container.startupProbe : container.livenessProbe
    const grace = probe?.terminationGracePeriodSeconds ?? life.pod.spec.terminationGracePeriodSeconds ?? 30
    stop(life, part, 1000 * grace)
  },
  after: (life, { facts }) => facts.exit!.at - life.now,
  next: (life, part) => {
    const { facts, status, container } = part
    const before = parseTime(status.lastState?.terminated?.finishedAt)
    const hooked = facts.condemned === 'postStart'
    finish(life, part, facts.exit!.code, facts.exit!.reason)
    if (!restarts(life, part)) return
    if (hooked) {
      wait(part, 'PostStartHookError', 'PostStartHook failed')
      return
    }
    if (before !== undefined) {
      if (backedOffUntil(facts.crash, before, life.now) !== undefined) return
      facts.crash = nextBackOff(facts.crash, before, life.now)
      facts.of = container.image
    }
    delete facts.endedAt
    facts.again = true
  },
}

const instance = (life: Life, { container, status, facts }: Part) =>
  runningContainer(life.pod, container, status, viewOf(life), facts.startedAt)

/** How long the preStop hook takes; Infinity: it does not end. */
function preStop(life: Life, part: Part): Ms {
  const result = runHook('preStop', life, part, () => instance(life, part))
  if (result && !result.ok) life.event('Warning', 'FailedPreStopHook', 'PreStopHook failed', part)
  return result?.ms ?? 0
}

/** All containers have ended: the pod object goes. */
export const remove: Stage<undefined> = {
  name: 'remove',
  applies: life => life.deleted && !life.over && !life.parts.some(isRunning),
  after: () => 0,
  next: life => {
    life.over = true
  },
}
