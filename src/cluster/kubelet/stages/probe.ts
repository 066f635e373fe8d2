import type { Ms } from '../../../lib/time.ts'
import { parseTime } from '../../../lib/time.ts'
import { containerFaults } from '../../faults/faults.ts'
import { patience } from '../back-off.ts'
import { isRunning, type Life, type Part, type ProbeKind, type Results } from '../life.ts'
import { forcedFailure, holdsUntil, probe, type ProbeResult, type ProbeSpec } from '../probe.ts'
import { runningContainer, sharers, viewOf } from '../running.ts'
import type { Stage } from '../stage.ts'

const periodOf = (spec: ProbeSpec): Ms => 1000 * (spec.periodSeconds || 10)
const beginningOf = ({ facts, status }: Part, now: Ms): Ms =>
  facts.startedAt ?? parseTime(status.state?.running?.startedAt) ?? now

/** The first tick of a probe, counted from the start of the container: at once, or the first period after the delay. */
export function firstTick(spec: ProbeSpec): Ms {
  const period = periodOf(spec)
  return Math.ceil((1000 * (spec.initialDelaySeconds ?? 0)) / period) * period
}

/** The first tick at a moment or later. */
export function tickAt(spec: ProbeSpec, startedAt: Ms, at: Ms): Ms {
  const first = startedAt + firstTick(spec)
  const period = periodOf(spec)
  return at <= first ? first : first + Math.ceil((at - first) / period) * period
}

type Finding = ProbeResult & {
  /** Until when it stays so; undefined: nobody knows. */
  until: Ms | undefined
}

/** What a probe finds at a moment: now, or (nothing from outside changing it) later. */
function look(life: Life, part: Part, kind: ProbeKind, spec: ProbeSpec, at: Ms): Finding {
  const { container, status, facts } = part
  const faults = containerFaults(life.faults, life.pod, container)
  const dice = faults.some(({ http }) => http && http.share < 1)
  const notReady = kind === 'readiness' && faults.some(fault => fault.notReady)
  let asked = false
  const view = viewOf(life, at)
  view.network = question => {
    asked = true
    return at <= life.now ? life.live?.(question) : undefined
  }
  const running = runningContainer(life.pod, container, status, view, facts.startedAt)
  if (notReady) return { ...forcedFailure(spec, running), until: Number.POSITIVE_INFINITY }
  const draw = () => life.rng('fault', life.pod.metadata.uid!, container.name, kind, at)
  const result = probe(spec, { running, faults, draw })
  if (asked || dice) return { ...result, until: dice && !asked ? at : undefined }
  const until = holdsUntil(spec, running, sharers(life.pod, container, view))
  return { ...result, until: until !== undefined && until > at ? until : undefined }
}

/** From so many uneventful looks on, what nobody can foresee is looked at ever more rarely: an idle week costs little. */
const LOOKS = 60

/** What a probe does with a container. */
interface Role {
  kind: ProbeKind
  title: string
  spec(part: Part): ProbeSpec | undefined
  /** It is asked at all now. */
  asks(life: Life, part: Part): boolean
  /** The container is as success makes it. */
  stands(part: Part): boolean
  succeed(part: Part): void
  fail(part: Part): void
}

const resultsOf = ({ facts }: Part, kind: ProbeKind): Results | undefined => facts.probes?.[kind]

/** When the probe has something to tell or to change next. */
function nextTick(life: Life, part: Part, role: Role): Ms {
  const spec = role.spec(part)!
  const { kind } = role
  const period = periodOf(spec)
  const startedAt = beginningOf(part, life.now)
  const results = resultsOf(part, kind)
  const tick = tickAt(spec, startedAt, results ? results.at + 1 : life.now)
  const steady = role.stands(part) && !results?.failures
  // Failing on: from the 25th time on the same is told only every five minutes.
  const stuck = kind === 'readiness' && !role.stands(part) && (results?.failures ?? 0) > 0
  if (!steady && !stuck) return tick
  const limit = steady
    ? Number.POSITIVE_INFINITY
    : tickAt(spec, startedAt, results!.at + patience(results!.failures, period))
  if (limit <= tick) return tick
  const { ok, until } = look(life, part, kind, spec, tick)
  if (ok !== steady) return tick
  if (until === Number.POSITIVE_INFINITY) return limit
  const pause = (results?.looks ?? 0) < LOOKS ? 0 : Math.floor((tick - startedAt) / 20)
  const next = tickAt(spec, startedAt, Math.max(until ?? tick, (results?.at ?? life.now) + pause))
  return Math.min(limit, Math.max(tick, next))
}

/** A probe, from its first tick on. Between ticks that find the same nothing happens. */
function probing(role: Role): Stage {
  const { kind, title } = role
  return {
    name: kind,
    fresh: true,
    applies: (life, part) => isRunning(part) && !life.standIn && role.spec(part) !== undefined && role.asks(life, part),
    after: (life, part) => nextTick(life, part, role) - life.now,
    next: (life, part) => {
      const spec = role.spec(part)!
      const found = look(life, part, kind, spec, life.now)
      const old = resultsOf(part, kind) ?? { successes: 0, failures: 0, at: life.now }
      const keep = (results: Results) => {
        part.facts.probes = { ...part.facts.probes, [kind]: results }
      }
      if (found.errored) {
        life.event(
          'Warning',
          'Unhealthy',
          `${title} probe errored and resulted in unknown state: ${found.output}`,
          part,
        )
        keep({ ...old, at: life.now })
        return
      }
      if (found.warning !== undefined)
        life.event('Warning', 'ProbeWarning', `${title} probe warning: ${found.warning}`, part)
      if (found.ok) {
        const successes = old.successes + 1
        if (!role.stands(part) && successes < (spec.successThreshold ?? 1))
          keep({ successes, failures: 0, at: life.now })
        else {
          const looks = role.stands(part) ? (old.looks ?? 0) + 1 : 0
          role.succeed(part)
          if (found.until === Number.POSITIVE_INFINITY) forget(part, kind)
          else keep({ successes: 0, failures: 0, at: life.now, looks })
        }
        return
      }
      life.event('Warning', 'Unhealthy', `${title} probe failed: ${found.output}`, part)
      const failures = old.failures + 1
      keep({ successes: 0, failures, at: life.now })
      if (failures >= (spec.failureThreshold ?? 3)) role.fail(part)
    },
    waits: (_, part) => role.stands(part) || (resultsOf(part, kind)?.failures ?? 0) > 0,
  }
}

function forget({ facts }: Part, kind: ProbeKind): void {
  if (!facts.probes) return
  const { [kind]: _, ...others } = facts.probes
  if (Object.keys(others).length > 0) facts.probes = others
  else delete facts.probes
}

/** Holds back the other probes until it succeeds once. */
export const startup = probing({
  kind: 'startup',
  title: 'Startup',
  spec: ({ container }) => container.startupProbe,
  asks: (life, { status, facts }) => !life.terminating && !status.started && !facts.condemned,
  stands: () => false,
  succeed: part => {
    // Without a readiness probe a container is ready as soon as it has started.
    const ready = part.role !== 'init' && !part.container.readinessProbe
    part.status = { ...part.status, started: true, ready }
  },
  fail: part => {
    part.facts.condemned = 'startup'
  },
})

export const liveness = probing({
  kind: 'liveness',
  title: 'Liveness',
  spec: ({ container }) => container.livenessProbe,
  asks: (life, { status, facts }) => !life.terminating && status.started === true && !facts.condemned,
  stands: () => true,
  succeed: () => undefined,
  fail: part => {
    part.facts.condemned = 'liveness'
  },
})

export const readiness = probing({
  kind: 'readiness',
  title: 'Readiness',
  spec: ({ container }) => container.readinessProbe,
  asks: (_, { status, role }) => status.started === true && role !== 'init',
  stands: ({ status }) => status.ready === true,
  succeed: part => {
    if (!part.status.ready) part.status = { ...part.status, ready: true }
  },
  fail: part => {
    if (part.status.ready) part.status = { ...part.status, ready: false }
  },
})

/** Without a readiness probe a container is ready while it runs, unless that is forbidden on purpose. */
export const forced: Stage = {
  name: 'forced-readiness',
  applies: (life, part) =>
    isRunning(part) &&
    part.role !== 'init' &&
    part.status.started === true &&
    !part.container.readinessProbe &&
    part.status.ready === containerFaults(life.faults, life.pod, part.container).some(fault => fault.notReady),
  after: () => 0,
  next: (_, part) => {
    part.status = { ...part.status, ready: !part.status.ready }
  },
}
