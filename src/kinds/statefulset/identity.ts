/** Who is who in a StatefulSet. Modelled on pkg/controller/statefulset/stateful_set_utils.go. */
import type { ControllerRevision, PersistentVolumeClaim, Pod, StatefulSet } from '../../lib/objects.ts'
import { controllerReference } from '../../lib/owner.ts'
import { HASH_LABEL, templateOf } from '../controllerrevision/history.ts'

const NAME_LABEL = 'statefulset.kubernetes.io/pod-name'
const INDEX_LABEL = 'apps.kubernetes.io/pod-index'

export const podName = ({ metadata }: StatefulSet, ordinal: number): string => `${metadata.name}-${ordinal}`

/** The number in a pod's name; undefined when the name is none of the set's. */
export function ordinalOf(set: StatefulSet, pod: Pod): number | undefined {
  const { name } = pod.metadata
  const dash = name.lastIndexOf('-')
  if (name.slice(0, dash) !== set.metadata.name || !/^[0-9]+$/.test(name.slice(dash + 1))) return undefined
  return Number(name.slice(dash + 1))
}

export const firstOrdinal = ({ spec }: StatefulSet): number => spec.ordinals?.start ?? 0

/** Whether the set still wants a pod of this number. */
export function isWanted(set: StatefulSet, ordinal: number): boolean {
  const first = firstOrdinal(set)
  return ordinal >= first && ordinal < first + set.spec.replicas!
}

/** The revision that a pod was made from. */
export const revisionOf = ({ metadata }: Pod): string => metadata.labels?.[HASH_LABEL] ?? ''

/** The pod of a number, as a revision has it. */
export function podOf(set: StatefulSet, ordinal: number, revision: ControllerRevision): Pod {
  const { metadata = {}, spec = { containers: [] } } = templateOf(revision)
  const { labels, annotations, finalizers } = metadata
  const name = podName(set, ordinal)
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      generateName: `${set.metadata.name}-`,
      namespace: set.metadata.namespace,
      labels: { ...labels, [HASH_LABEL]: revision.metadata.name, [NAME_LABEL]: name, [INDEX_LABEL]: String(ordinal) },
      ...(annotations && { annotations }),
      ...(finalizers && { finalizers }),
      ownerReferences: [controllerReference(set)],
    },
    spec: {
      ...spec,
      hostname: name,
      ...(set.spec.serviceName && { subdomain: set.spec.serviceName }),
      ...withClaims(set, ordinal, spec.volumes),
    },
  } as unknown as Pod
}

type Volumes = NonNullable<Pod['spec']['volumes']>

/** The template's volumes, with those of the claims in front and in place of others of their name. */
function withClaims(set: StatefulSet, ordinal: number, volumes: Volumes | undefined): { volumes?: Volumes } {
  const templates = set.spec.volumeClaimTemplates ?? []
  if (templates.length === 0) return volumes ? { volumes } : {}
  const own: Volumes = templates.map(template => ({
    name: template.metadata!.name!,
    persistentVolumeClaim: { claimName: claimName(set, template, ordinal) },
  }))
  return { volumes: [...own, ...(volumes ?? []).filter(({ name }) => !own.some(each => each.name === name))] }
}

type Template = NonNullable<StatefulSet['spec']['volumeClaimTemplates']>[number]

export const claimName = (set: StatefulSet, template: Template, ordinal: number): string =>
  `${template.metadata!.name}-${podName(set, ordinal)}`

/** The claims of a pod. */
export function claimsOf(set: StatefulSet, ordinal: number): PersistentVolumeClaim[] {
  return (set.spec.volumeClaimTemplates ?? []).map(template => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: claimName(set, template, ordinal),
      namespace: set.metadata.namespace,
      labels: { ...template.metadata?.labels, ...set.spec.selector.matchLabels },
      ...(template.metadata?.annotations && { annotations: template.metadata.annotations }),
    },
    spec: template.spec!,
    status: {},
  }))
}
