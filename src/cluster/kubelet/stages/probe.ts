import type { Probe } from 'kubernetes-types/core/v1'
import type { Ms } from '../../../lib/time.ts'
import { patience } from '../back-off.ts'
import { isRunning, type Life, type Part, type ProbeKind } from '../life.ts'
import { probe } from '../probe.ts'
import { runningContainer, viewOf } from '../running.ts'
import type { Stage } from '../stage.ts'

const periodOf = (spec: Probe): Ms => 1000 * (spec.periodSeconds || 10)

/** The first tick of a probe, counted from the start of the container: at once, or the first period after the delay. */
export function firstTick(spec: Probe): Ms {
  const period = periodOf(spec)
  return Math.ceil((1000 * (spec.initialDelaySeconds ?? 0)) / period) * period
}

/** What a probe finds at a moment, now or (nothing from outside changing it) later. */
function ask(life: Life, part: Part, spec: Probe, at: Ms) {
  const { container, status, facts } = part
  return probe(spec, runningContainer(life.pod, container, status, viewOf(life, at), facts.startedAt))
}

/** A probe until it has succeeded as often in a row as it must. */
function firstSuccess(
  kind: ProbeKind,
  of: { title: string; spec(part: Part): Probe | undefined; lacks(part: Part): boolean; succeed(part: Part): void },
): Stage {
  const counts = ({ facts }: Part) => facts.probes?.[kind] ?? { successes: 0, failures: 0 }
  return {
    name: kind,
    applies: (_, part) => isRunning(part) && of.spec(part) !== undefined && of.lacks(part),
    after: (life, part) => {
      const spec = of.spec(part)!
      const { failures, successes } = counts(part)
      if (failures + successes === 0) return (part.facts.startedAt ?? life.now) + firstTick(spec) - life.now
      const period = periodOf(spec)
      // After many failures only a different answer is worth a look; it is known when that comes.
      const last = Math.max(period, patience(failures, period))
      for (let ahead = period; ahead < last; ahead += period) {
        if (ask(life, part, spec, life.now + ahead).ok) return ahead
      }
      return last
    },
    next: (life, part) => {
      const spec = of.spec(part)!
      const { ok, output } = ask(life, part, spec, life.now)
      const { successes, failures } = counts(part)
      part.facts.probes = {
        ...part.facts.probes,
        [kind]: ok ? { successes: successes + 1, failures: 0 } : { successes: 0, failures: failures + 1 },
      }
      if (!ok) life.event('Warning', 'Unhealthy', `${of.title} probe failed: ${output}`, part)
      else if (successes + 1 >= (spec.successThreshold ?? 1)) {
        delete part.facts.probes[kind]
        of.succeed(part)
      }
    },
    waits: (_, part) => counts(part).failures > 0,
  }
}

/** Holds back the other probes until it succeeds once. */
export const startup = firstSuccess('startup', {
  title: 'Startup',
  spec: ({ container }) => container.startupProbe,
  lacks: ({ status }) => !status.started,
  succeed: part => {
    // Without a readiness probe a container is ready as soon as it has started.
    const ready = part.role !== 'init' && !part.container.readinessProbe
    part.status = { ...part.status, started: true, ready }
  },
})

export const readiness = firstSuccess('readiness', {
  title: 'Readiness',
  spec: ({ container }) => container.readinessProbe,
  lacks: ({ status }) => status.started === true && !status.ready,
  succeed: part => {
    part.status = { ...part.status, ready: true }
  },
})
