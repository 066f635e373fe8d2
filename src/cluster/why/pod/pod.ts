import type { Connection } from '../../../api/kind.ts'
import { formatGoDuration } from '../../../lib/duration.ts'
import type { Pod } from '../../../lib/objects.ts'
import type { Memory } from '../../kubelet/life.ts'

/** The option that names a namespace on the command line, with a space before it. */
export const inNamespace = ({ metadata }: Pod): string =>
  metadata.namespace === 'default' ? '' : ` -n ${metadata.namespace}`

/** `in 25s`: when the kubelet tries again what it backs off from. */
export function pausedUntil(pod: Pod, container: string, { note, now }: Connection): string | undefined {
  const memory = note<Memory>(`kubelet/${pod.metadata.namespace}/${pod.metadata.name}`)
  const until = memory?.parts[container]?.wait?.until ?? memory?.timers[`${container}/life`]?.[1]
  return until === undefined || until <= now
    ? undefined
    : `in ${formatGoDuration(Math.ceil((until - now) / 1000) * 1000)}`
}
