import type { Connection } from '../../api/kind.ts'
import { hasCost, withRequests } from '../../lib/load.ts'
import type { Pod } from '../../lib/objects.ts'

/** Notes in Pods what they were asked just now, for those that say what a request costs (see lib/load.ts). */
export function countRequests(
  asked: Iterable<{ pod: { namespace: string; name: string }; count: number }>,
  { read, now, write }: Pick<Connection, 'read' | 'now' | 'write'>,
): void {
  for (const { pod, count } of asked) {
    const found = read.get<Pod>('pods', pod.namespace, pod.name)
    if (found && hasCost(found)) write(withRequests(found, count, now))
  }
}
