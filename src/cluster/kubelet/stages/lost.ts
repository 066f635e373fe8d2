import { parseTime } from '../../../lib/time.ts'
import { isRunning, type Life, type Part } from '../life.ts'
import type { Stage } from '../stage.ts'
import { restarts } from '../turn.ts'
import { finish } from './exit.ts'

/** It ran when the node was switched off. (The status tells whole seconds.) */
export function isLost({ bootedAt }: Pick<Life, 'bootedAt'>, part: Part): boolean {
  if (bootedAt === undefined || !isRunning(part)) return false
  const startedAt = part.facts.startedAt ?? (parseTime(part.status.state?.running?.startedAt) ?? 0) + 999
  return startedAt < bootedAt
}

/** The runtime finds the container dead and does not know why. The kubelet itself has forgotten its back-offs. */
export const lost: Stage = {
  name: 'lost',
  applies: isLost,
  after: () => 0,
  next: (life, part) => {
    finish(life, part, 255, 'Unknown')
    delete part.facts.crash
    if (!restarts(life, part)) return
    delete part.facts.endedAt
    part.facts.again = true
  },
}
