import { describe, expect, it } from 'vitest'
import type { Pod } from '../../../lib/objects.ts'
import { judge, plan } from './filters.ts'

const NOW = Date.parse('2026-01-01T00:10:00Z')
const LAX = { force: false, ignoreDaemonSets: false, deleteEmptyDirData: false, skipWaitForDelete: 0 }

interface Sketch {
  owner?: string
  phase?: string
  emptyDir?: true
  annotations?: Record<string, string>
  deletionTimestamp?: string
}

function pod({ owner, phase = 'Running', emptyDir, annotations, deletionTimestamp }: Sketch): Pod {
  const ownerReferences = owner ? [{ apiVersion: 'apps/v1', kind: owner, name: 'o', uid: 'u', controller: true }] : []
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'default', ownerReferences, annotations, deletionTimestamp },
    spec: { containers: [], volumes: emptyDir ? [{ name: 'v', emptyDir: {} }] : [] },
    status: { phase },
  } as unknown as Pod
}

describe('judge', () => {
  it.each<[string, Sketch, Partial<typeof LAX>, object]>([
    ['a managed pod', { owner: 'ReplicaSet' }, {}, { take: true }],
    ['a bare pod', {}, {}, { refuse: 'cannot delete Pods that declare no controller (use --force to override)' }],
    ['a bare pod, forced', {}, { force: true }, { take: true, warning: 'deleting Pods that declare no controller' }],
    ['a bare pod that has ended', { phase: 'Succeeded' }, {}, { take: true }],
    [
      'of a DaemonSet',
      { owner: 'DaemonSet' },
      { force: true },
      { refuse: 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' },
    ],
    [
      'of an ignored DaemonSet',
      { owner: 'DaemonSet' },
      { ignoreDaemonSets: true },
      { take: false, warning: 'ignoring DaemonSet-managed Pods' },
    ],
    [
      'with local data',
      { owner: 'ReplicaSet', emptyDir: true },
      {},
      { refuse: 'Pods with local storage (use --delete-emptydir-data to override)' },
    ],
    [
      'with local data to lose',
      { owner: 'ReplicaSet', emptyDir: true },
      { deleteEmptyDirData: true },
      { take: true, warning: 'deleting Pods with local storage' },
    ],
    ['static', { annotations: { 'kubernetes.io/config.mirror': 'x' } }, {}, { take: false }],
    ['long deleted', { deletionTimestamp: '2026-01-01T00:00:00Z' }, { skipWaitForDelete: 60 }, { take: false }],
  ])('%s', (_, sketch, options, expected) => expect(judge(pod(sketch), { ...LAX, ...options }, NOW)).toEqual(expected))
})

it('draws pods together under what is said of them', () => {
  const pods = [pod({}), pod({ owner: 'DaemonSet' }), pod({})]
  const { refusals } = plan(pods, each => judge(each, LAX, NOW))
  expect(refusals).toEqual([
    'cannot delete cannot delete Pods that declare no controller (use --force to override): default/p, default/p',
    'cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): default/p',
  ])
})
