import type { KindDefinition } from '../api/kind.ts'
import type { Fault } from '../lib/objects.ts'

/** Faults made on purpose, see `cluster/faults`. Whom they concern finds them by index. */
export const faults: KindDefinition<Fault> = {
  group: 'kubesim.io',
  version: 'v1',
  scope: 'Cluster',
  names: { kind: 'Fault', plural: 'faults', singular: 'fault' },
  schema: '',
  hidden: true,
  without: ['create', 'update', 'patch'],
  index: ({ spec: { pod, node, image } }) => [pod ? `pod=${pod.uid}` : node ? `node=${node.uid}` : `image=${image}`],
  columns: () => [{ name: 'Name', value: fault => fault.metadata.name }],
}
