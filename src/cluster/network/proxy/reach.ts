import type { Reader } from '../../../api/kind.ts'
import type { Pod } from '../../../lib/objects.ts'
import type { Client } from '../client.ts'
import { sendingPod } from '../client.ts'
import { nodeOfAddress, podNamed, podOfAddress } from '../nodes.ts'
import { verdict } from '../policy/index.ts'
import { proxyMode } from './mode.ts'
import { route } from './route.ts'
import type { Destination } from './way.ts'
import { leaving, onward, start } from './way.ts'

/** Where a connection can end, when nothing is drawn: all the endpoints there are. */
export type Reach =
  | { kind: 'pods'; pods: Pod[] }
  /** A node itself, or an address that no Pod and no node has. */
  | { kind: 'node' | 'elsewhere' }
  | { kind: 'refused' | 'dropped'; why: string }

/** Where connections from a client to an address end, without making one. */
export function reach(client: Client, to: Destination, read: Reader): Reach {
  let from = start(client, to, read)
  for (;;) {
    const way = from.ways?.[0]
    if (!way) return { kind: 'dropped', why: from.ways ? 'the cluster has no nodes' : from.why }
    const found = route(way, proxyMode(read), read)
    if (found.kind === 'refused' || found.kind === 'dropped') return found
    const next = found.kind === 'direct' ? onward(way, read) : undefined
    if (next) {
      from = next
      continue
    }
    const ends = found.kind === 'service' ? found.endpoints : [{ ip: way.ip, port: way.port, pod: undefined }]
    const pods = ends.flatMap(({ ip, port, pod: name }) => {
      const pod = (name && podNamed(name, ip, read)) || podOfAddress(ip, read)
      return pod ? [{ pod, ip, port, source: leaving(way, ip, read).source }] : []
    })
    if (pods.length === 0) return { kind: nodeOfAddress(ends[0]!.ip, read) ? 'node' : 'elsewhere' }
    const judged = pods.map(({ pod, ip, port, source }) => {
      const flow = { source: { pod: sendingPod(client), ip: source }, target: { pod, ip, port, protocol: to.protocol } }
      return { pod, verdict: verdict(flow, read) }
    })
    const allowed = judged.filter(each => each.verdict.allowed).map(each => each.pod)
    return allowed.length > 0 ? { kind: 'pods', pods: allowed } : { kind: 'dropped', why: judged[0]!.verdict.why }
  }
}
