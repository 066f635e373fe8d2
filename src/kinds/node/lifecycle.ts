import type { Controller } from '../../engine/controller.ts'
import type { Node } from '../../lib/objects.ts'
import { rfc3339 } from '../../lib/time.ts'

const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable'

/**
 * Tells of nodes that come and go, and taints a cordoned one so that it says so (k8s.io/kubernetes
 * pkg/controller/nodelifecycle). The uid of each node it knows is a note by the node's name.
 */
export const nodeLifecycle: Controller = {
  name: 'node-lifecycle',
  watches: [
    {
      resource: 'nodes',
      keys: ({ type, object }) => (type !== 'MODIFIED' || disagrees(object as Node) ? [object.metadata.name] : []),
    },
  ],
  reconcile(name, { read, api, now, event, note, setNote }) {
    const node = read.get<Node>('nodes', undefined, name)
    const known = note<string>(name)
    if (known !== node?.metadata.uid) {
      setNote(name, node?.metadata.uid)
      const about = node ?? { apiVersion: 'v1', kind: 'Node', metadata: { name, uid: known } }
      const [reason, what] = node
        ? ['RegisteredNode', `Registered Node ${name} in Controller`]
        : ['RemovingNode', `Removing Node ${name} from Controller`]
      event(about, 'Normal', reason!, `Node ${name} event: ${what}`, { from: 'node-controller' })
    }
    if (!node) return
    if (!disagrees(node)) return
    const others = (node.spec.taints ?? []).filter(taint => taint.key !== UNSCHEDULABLE)
    if (node.spec.unschedulable) others.push({ key: UNSCHEDULABLE, effect: 'NoSchedule', timeAdded: rfc3339(now) })
    api.update<Node>({ ...node, spec: { ...node.spec, taints: others.length > 0 ? others : undefined } })
  },
}

function disagrees(node: Node): boolean {
  const tainted = node.spec.taints?.some(t => t.key === UNSCHEDULABLE && t.effect === 'NoSchedule') ?? false
  return tainted !== (node.spec.unschedulable ?? false)
}
