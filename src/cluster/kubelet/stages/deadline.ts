import { parseTime } from '../../../lib/time.ts'
import type { Life } from '../life.ts'
import type { Stage } from '../stage.ts'

/** activeDeadlineSeconds: the pod may not be active longer, counted from when its kubelet saw it first. */
export const deadline: Stage<undefined> = {
  name: 'deadline',
  applies: life => life.pod.spec.activeDeadlineSeconds !== undefined && !life.terminating,
  after: life => startOf(life) + 1000 * life.pod.spec.activeDeadlineSeconds! - life.now,
  next: life => {
    const message = 'Pod was active on the node longer than the specified deadline'
    life.memory.ended = { reason: 'DeadlineExceeded', message }
    life.event('Normal', 'DeadlineExceeded', message)
  },
  waits: () => true,
}

const startOf = ({ pod, now }: Life) => parseTime(pod.status.startTime) ?? now
