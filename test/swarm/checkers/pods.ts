import type { Pod } from '../../../src/lib/objects.ts'
import { type Checker, nameOf } from './checker.ts'

const ENDED = new Set(['Succeeded', 'Failed'])

/** A Pod's life goes one way. */
export const pods = (): Checker => ({
  name: 'the life of Pods',
  change({ revision, type, object, previous }) {
    if (object.kind !== 'Pod' || type !== 'MODIFIED') return []
    const broken: string[] = []
    const [before, pod] = [previous, object] as unknown as [Pod, Pod]
    const rule = (holds: boolean, text: string) => {
      if (!holds) broken.push(`revision ${revision} of ${nameOf(pod)}: ${text}`)
    }
    rule(!before.spec.nodeName || before.spec.nodeName === pod.spec.nodeName, 'moves to another node')
    rule(!before.status.podIP || before.status.podIP === pod.status.podIP, 'gets another address')
    rule(!ENDED.has(before.status.phase!) || before.status.phase === pod.status.phase, 'comes back to life')
    rule(before.status.phase !== 'Running' || pod.status.phase !== 'Pending', 'is Pending after it ran')
    rule(!pod.status.podIP || Boolean(pod.spec.nodeName), 'has an address and no node')
    const refused = pod.status.message?.startsWith('Pod was rejected: ')
    rule(!refused || (!pod.status.podIP && !pod.status.containerStatuses), 'was refused and runs')
    for (const container of pod.status.containerStatuses ?? []) {
      const was = before.status.containerStatuses?.find(c => c.name === container.name)
      if (was) rule(container.restartCount >= was.restartCount, `${container.name} restarts backwards`)
      rule(!container.ready || container.state?.running !== undefined, `${container.name} is ready and does not run`)
    }
    return broken
  },
})
