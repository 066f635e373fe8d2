import type { Controller } from '../../engine/controller.ts'
import type { Node } from '../../lib/objects.ts'
import { rfc3339 } from '../../lib/time.ts'

const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable'
/** Names of nodes that are known, in the controller's memory. */
const REGISTERED = 'registered/'

/** Greets new nodes, and taints a cordoned one so that it says so (k8s.io/kubernetes pkg/controller/nodelifecycle). */
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
    if (!node) return setNote(REGISTERED + name, undefined)
    if (note(REGISTERED + name) !== node.metadata.uid) {
      setNote(REGISTERED + name, node.metadata.uid)
      const message = `Node ${name} event: Registered Node ${name} in Controller`
      event(node, 'Normal', 'RegisteredNode', message, { from: 'node-controller' })
    }
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
