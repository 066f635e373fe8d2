import type { DaemonSet, Pod, PodSpec } from '../../lib/objects.ts'
import { controllerReference } from '../../lib/owner.ts'
import type { Tolerations } from '../../lib/tolerations.ts'
import { HASH_LABEL } from '../controllerrevision/history.ts'
import { templateGeneration } from './defaults.ts'

const tolerated = (key: string, effect: string): Tolerations[number] => ({
  key: `node.kubernetes.io/${key}`,
  operator: 'Exists',
  effect,
})

/** A daemon stays on its node through trouble (pkg/controller/daemon/util, AddOrUpdateDaemonPodTolerations). */
const TOLERATIONS = [
  tolerated('not-ready', 'NoExecute'),
  tolerated('unreachable', 'NoExecute'),
  tolerated('disk-pressure', 'NoSchedule'),
  tolerated('memory-pressure', 'NoSchedule'),
  tolerated('pid-pressure', 'NoSchedule'),
  tolerated('unschedulable', 'NoSchedule'),
]
const OF_HOST_NETWORK = tolerated('network-unavailable', 'NoSchedule')

const known = new WeakMap<PodSpec, PodSpec>()

/** The template's pod spec with what every daemon tolerates. */
export function daemonSpec({ spec }: DaemonSet): PodSpec {
  const own: PodSpec = spec.template.spec!
  let made = known.get(own)
  if (!made) {
    const added = own.hostNetwork ? [...TOLERATIONS, OF_HOST_NETWORK] : TOLERATIONS
    const replaced = (toleration: Tolerations[number]) =>
      added.some(each => each.key === toleration.key && each.effect === toleration.effect && !toleration.value)
    made = { ...own, tolerations: [...(own.tolerations ?? []).filter(each => !replaced(each)), ...added] }
    known.set(own, made)
  }
  return made
}

/** The pod for a node: the scheduler binds it, and can only bind it there. */
export function podFor(ds: DaemonSet, node: string, hash: string): Pod {
  const { metadata = {} } = ds.spec.template
  const { labels, annotations, finalizers } = metadata
  const spec = daemonSpec(ds)
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${ds.metadata.name}-`,
      namespace: ds.metadata.namespace,
      labels: { ...labels, [HASH_LABEL]: hash, 'pod-template-generation': String(templateGeneration(ds)) },
      ...(annotations && { annotations }),
      ...(finalizers && { finalizers }),
      ownerReferences: [controllerReference(ds)],
    },
    spec: { ...spec, affinity: onlyOn(node, spec.affinity) },
  } as unknown as Pod
}

/** pkg/controller/daemon/util, ReplaceDaemonSetPodNodeNameNodeAffinity. */
function onlyOn(node: string, affinity: PodSpec['affinity']): PodSpec['affinity'] {
  const here = { key: 'metadata.name', operator: 'In', values: [node] }
  const own = affinity?.nodeAffinity
  return {
    ...affinity,
    nodeAffinity: {
      ...own,
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [here] }] },
    },
  }
}
