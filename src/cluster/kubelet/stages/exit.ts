import { end } from '../container-status.ts'
import { isRunning, type Life, type Part } from '../life.ts'
import { containerFaults } from '../../faults/faults.ts'
import { type Ms, parseTime } from '../../../lib/time.ts'
import type { Stage } from '../stage.ts'
import { foresee } from './start.ts'

/** Ends within this time count as work under way; a longer run is what the container is for. */
const SOON = 5000
/** A process that goes on within this time is at work; one that sleeps longer between two requests does so for ever. */
const AT_ONCE = 1000

/** The process ends by itself. */
export const exit: Stage = {
  name: 'exit',
  applies: (_, part) => isRunning(part) && part.facts.exit !== undefined,
  // Even the shortest process is seen running.
  after: (life, { facts }) => Math.max(facts.exit!.at, facts.startedAt! + 1) - life.now,
  next: (life, part) => finish(life, part, part.facts.exit!.code, part.facts.exit!.reason),
  waits: (_, part) => part.role !== 'init' && part.facts.exit!.at - (part.facts.startedAt ?? 0) > SOON,
}

/** It is made to end on purpose. */
export const fault: Stage = {
  name: 'fault',
  fresh: true,
  applies: (life, part) => isRunning(part) && endOf(life, part) !== undefined,
  after: (life, part) => (part.facts.startedAt ?? startOf(part, life.now)) + endOf(life, part)!.after - life.now,
  next: (life, part) => {
    const { oom } = endOf(life, part)!
    finish(life, part, oom ? 137 : 1, oom ? 'OOMKilled' : 'Error')
  },
  waits: (life, part) => endOf(life, part)!.after > SOON,
}

function endOf({ faults, pod }: Life, { container }: Part): { after: number; oom: boolean } | undefined {
  let first: { after: number; oom: boolean } | undefined
  for (const { crash, oom } of containerFaults(faults, pod, container)) {
    for (const end of [crash, oom]) {
      if (end && end.after < (first?.after ?? Number.POSITIVE_INFINITY)) first = { after: end.after, oom: end === oom }
    }
  }
  return first
}

const startOf = ({ status }: Part, now: Ms): Ms => parseTime(status.state?.running?.startedAt) ?? now

/** How the process goes on depends on what the network answers then. */
export const look: Stage = {
  name: 'look',
  applies: (_, part) => isRunning(part) && part.facts.lookAt !== undefined,
  after: (life, { facts }) => facts.lookAt! - life.now,
  next: (life, part) => {
    part.facts.looks = (part.facts.looks ?? 0) + 1
    foresee(life, part)
  },
  waits: (_, { role, facts }) =>
    (facts.looks ?? 0) > 5 || (role !== 'init' && facts.lookAt! - (facts.lookedAt ?? 0) > AT_ONCE),
}

/** The instance is over. */
export function finish(life: Life, part: Part, code: number, reason?: string): void {
  const { facts } = part
  life.keep(part)
  end(part, life.now, code, reason)
  const { startedAt, asked, lookedAt, input } = facts
  if (asked || input) facts.last = { startedAt: startedAt!, asked, lookedAt, input }
  else delete facts.last
  facts.endedAt = life.now
  for (const name of [
    'exit',
    'lookAt',
    'looks',
    'lookedAt',
    'asked',
    'input',
    'startedAt',
    'probes',
    'script',
  ] as const)
    delete facts[name]
}
