import type { Controller } from '../../engine/controller.ts'
import type { Node } from '../../lib/objects.ts'
import { rfc3339 } from '../../lib/time.ts'

const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable'

/** A cordoned node carries a taint that says so (k8s.io/kubernetes pkg/controller/nodelifecycle). */
export const taintUnschedulable: Controller = {
  name: 'node-lifecycle',
  watches: [
    {
      resource: 'nodes',
      keys: ({ type, object }) => (type !== 'DELETED' && disagrees(object as Node) ? [object.metadata.name] : []),
    },
  ],
  reconcile(name, { read, api, now }) {
    const node = read.get<Node>('nodes', undefined, name)
    if (!node || !disagrees(node)) return
    const others = (node.spec.taints ?? []).filter(taint => taint.key !== UNSCHEDULABLE)
    if (node.spec.unschedulable) others.push({ key: UNSCHEDULABLE, effect: 'NoSchedule', timeAdded: rfc3339(now) })
    api.update<Node>({ ...node, spec: { ...node.spec, taints: others.length > 0 ? others : undefined } })
  },
}

function disagrees(node: Node): boolean {
  const tainted = node.spec.taints?.some(t => t.key === UNSCHEDULABLE && t.effect === 'NoSchedule') ?? false
  return tainted !== (node.spec.unschedulable ?? false)
}
