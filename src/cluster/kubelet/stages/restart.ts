import { backedOffUntil, backOffText, nextBackOff } from '../back-off.ts'
import { wait } from '../container-status.ts'
import type { Stage } from '../stage.ts'
import { restarts } from '../turn.ts'
import { isRunning } from '../life.ts'

/** The kubelet notices the end of a container a second later (its relist) and starts it again, or backs off. */
export const restart: Stage = {
  name: 'restart',
  applies: (life, part) =>
    !isRunning(part) && part.facts.endedAt !== undefined && !part.facts.wait && restarts(life, part),
  after: (life, { facts }) => facts.endedAt! + 1000 - life.now,
  next: (life, part) => {
    const { facts, container } = part
    const until = backedOffUntil(facts.crash, facts.endedAt!, life.now)
    if (until !== undefined) {
      const { metadata } = life.pod
      const id = `${metadata.name}_${metadata.namespace}(${metadata.uid})`
      const failed = `restarting failed container`
      life.event('Warning', 'BackOff', `Back-off ${failed} ${container.name} in pod ${id}`, part)
      wait(
        part,
        'CrashLoopBackOff',
        `back-off ${backOffText(facts.crash!.delay)} ${failed}=${container.name} pod=${id}`,
      )
      facts.wait = { until, tries: 0 }
      return
    }
    facts.crash = nextBackOff(facts.crash, facts.endedAt!, life.now)
    facts.of = container.image
    delete facts.endedAt
    facts.again = true
  },
}
