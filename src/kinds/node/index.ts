import type { KindDefinition } from '../../api/kind.ts'
import { age } from '../../lib/duration.ts'
import type { Node } from '../../lib/objects.ts'
import { describe } from './describe.ts'
import { nodeLifecycle } from './lifecycle.ts'
import { roles } from './roles.ts'
import { validate } from './validate.ts'

function status(node: Node): string {
  const ready = node.status.conditions?.find(c => c.type === 'Ready')
  const text = ready ? (ready.status === 'True' ? 'Ready' : 'NotReady') : 'Unknown'
  return node.spec.unschedulable ? `${text},SchedulingDisabled` : text
}

const address = (node: Node, type: string) => node.status.addresses?.find(a => a.type === type)?.address ?? '<none>'

export const nodes: KindDefinition<Node> = {
  group: '',
  version: 'v1',
  scope: 'Cluster',
  names: { kind: 'Node', plural: 'nodes', singular: 'node', shortNames: ['no'] },
  schema: 'io.k8s.api.core.v1.Node',
  subresources: { status: true },
  generation: false,
  fields: { 'spec.unschedulable': node => String(node.spec.unschedulable ?? false) },
  defaults(next) {
    next.spec ??= {}
    next.status ??= {}
    if (next.status.capacity) next.status.allocatable ??= { ...next.status.capacity }
  },
  validate,
  /** By what the network looks nodes up. */
  index: node =>
    (node.status.addresses ?? []).filter(({ type }) => type !== 'Hostname').map(({ address }) => `address=${address}`),
  managers: { maker: 'kubelet', status: 'kubelet' },
  columns: () => [
    { name: 'Name', value: node => node.metadata.name },
    { name: 'Status', value: status },
    { name: 'Roles', value: node => roles(node).join(',') || '<none>' },
    { name: 'Age', value: (node, { now }) => age(node.metadata.creationTimestamp, now) },
    { name: 'Version', value: node => node.status.nodeInfo?.kubeletVersion ?? '' },
    { name: 'Internal-IP', wide: true, value: node => address(node, 'InternalIP') },
    { name: 'External-IP', wide: true, value: node => address(node, 'ExternalIP') },
    { name: 'OS-Image', wide: true, value: node => node.status.nodeInfo?.osImage || '<unknown>' },
    { name: 'Kernel-Version', wide: true, value: node => node.status.nodeInfo?.kernelVersion || '<unknown>' },
    {
      name: 'Container-Runtime',
      wide: true,
      value: node => node.status.nodeInfo?.containerRuntimeVersion || '<unknown>',
    },
  ],
  describe,
  controllers: [nodeLifecycle],
}
