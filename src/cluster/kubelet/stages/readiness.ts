import type { Probe } from 'kubernetes-types/core/v1'
import type { Ms } from '../../../lib/time.ts'
import { patience } from '../back-off.ts'
import { isRunning, type Life, type Part } from '../life.ts'
import { probe } from '../probe.ts'
import { runningContainer, viewOf } from '../running.ts'
import type { Stage } from '../stage.ts'

const periodOf = (spec: Probe): Ms => 1000 * (spec.periodSeconds || 10)

/** The first tick of a probe, counted from the start of the container: at once, or the first period after the delay. */
export function firstTick(spec: Probe): Ms {
  const period = periodOf(spec)
  return Math.ceil((1000 * (spec.initialDelaySeconds ?? 0)) / period) * period
}

function results(part: Part): { successes: number; failures: number } {
  part.facts.probes ??= {}
  return (part.facts.probes.readiness ??= { successes: 0, failures: 0 })
}

const specOf = (part: Part) => part.container.readinessProbe!

/** What the probe finds at a moment. */
function ask(life: Life, part: Part, at: Ms) {
  const { container, status, facts } = part
  const running = runningContainer(life.pod, container, status, viewOf(life, at), facts.startedAt)
  return probe(specOf(part), running)
}

/** The readiness probe until its first success. */
export const readiness: Stage = {
  name: 'readiness',
  applies: (_, part) =>
    isRunning(part) &&
    part.status.started === true &&
    !part.status.ready &&
    part.container.readinessProbe !== undefined,
  after: (life, part) => {
    const { failures, successes } = results(part)
    if (failures + successes === 0) return (part.facts.startedAt ?? life.now) + firstTick(specOf(part)) - life.now
    const period = periodOf(specOf(part))
    // After many failures only a different answer is worth a look; it is known when that comes.
    const last = Math.max(period, patience(failures, period))
    for (let ahead = period; ahead < last; ahead += period) if (ask(life, part, life.now + ahead).ok) return ahead
    return last
  },
  next: (life, part) => {
    const found = ask(life, part, life.now)
    const counts = results(part)
    if (!found.ok) {
      part.facts.probes!.readiness = { successes: 0, failures: counts.failures + 1 }
      life.event('Warning', 'Unhealthy', `Readiness probe failed: ${found.output}`, part)
      return
    }
    const successes = counts.successes + 1
    part.facts.probes!.readiness = { successes, failures: 0 }
    if (successes < (specOf(part).successThreshold ?? 1)) return
    delete part.facts.probes
    part.status = { ...part.status, ready: true }
  },
  waits: (_, part) => results(part).failures > 0,
}
