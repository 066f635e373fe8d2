import type { Reader } from '../../../api/kind.ts'
import type { Context } from '../../../engine/controller.ts'
import { matchesSelector } from '../../../lib/node-affinity.ts'
import type { PersistentVolume, PersistentVolumeClaim, Pod, StorageClass } from '../../../lib/objects.ts'
import { claimNamesOf } from '../../../lib/pod-claims.ts'
import { bestMatch, BIND_COMPLETED, SELECTED_NODE, wantedSize, withClaim } from '../../../lib/volume-match.ts'
import type { NodeInfo } from '../node-info.ts'
import type { Plugin, Refusal } from '../plugin.ts'

type Claim = PersistentVolumeClaim

const VOLUMES = 'persistentvolumes'

const refusal = (reason: string): Refusal => ({ reasons: [reason], unresolvable: true })
const ELSEWHERE = refusal("node(s) didn't match PersistentVolume's node affinity")
const NO_VOLUME = refusal("node(s) didn't find available persistent volumes to bind")
const NO_SUCH_VOLUME = refusal('node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)')

const isBound = ({ metadata, spec }: Claim): boolean =>
  spec.volumeName !== undefined && metadata.annotations?.[BIND_COMPLETED] !== undefined

function claimsOf(pod: Pod, read: Reader): Claim[] {
  const claims = claimNamesOf(pod).map(name => read.get<Claim>('persistentvolumeclaims', pod.metadata.namespace, name))
  return claims.filter(claim => claim !== undefined)
}

const classOf = ({ spec }: Claim, read: Reader): StorageClass | undefined =>
  spec.storageClassName
    ? read.get<StorageClass>('storageclasses.storage.k8s.io', undefined, spec.storageClassName)
    : undefined

const waits = (claim: Claim, read: Reader): boolean =>
  classOf(claim, read)?.volumeBindingMode === 'WaitForFirstConsumer'

/** Why no node will do. */
function refuse(pod: Pod, namespace: string, read: Reader): string | undefined {
  const names = claimNamesOf(pod)
  for (const name of names) {
    const claim = read.get<Claim>('persistentvolumeclaims', namespace, name)
    const quoted = `persistentvolumeclaim ${JSON.stringify(name)}`
    if (
      !claim &&
      pod.spec.volumes?.some(volume => volume.ephemeral && `${pod.metadata.name}-${volume.name}` === name)
    ) {
      return `waiting for ephemeral volume controller to create the ${quoted}`
    }
    if (!claim) return `${quoted} not found`
    if (claim.status.phase === 'Lost') {
      return `${quoted} bound to non-existent persistentvolume ${JSON.stringify(claim.spec.volumeName ?? '')}`
    }
    if (claim.metadata.deletionTimestamp) return `${quoted} is being deleted`
  }
  if (claimsOf(pod, read).some(claim => !isBound(claim) && !waits(claim, read))) {
    return 'pod has unbound immediate PersistentVolumeClaims'
  }
  return undefined
}

const reaches = ({ spec }: PersistentVolume, { facts: { name, labels } }: NodeInfo): boolean =>
  !spec.nodeAffinity?.required || matchesSelector(spec.nodeAffinity.required, name, labels)

/** What a claim that has waited for its consumer gets on a node: a volume that is there, one to be made, or nothing. */
function offer(claim: Claim, node: NodeInfo, taken: Set<string>, read: Reader): PersistentVolume | 'make' | undefined {
  const { namespace, name, annotations } = claim.metadata
  const selected = annotations?.[SELECTED_NODE]
  const volumes = [
    ...read.find<PersistentVolume>(VOLUMES, `claim=${namespace}/${name}`),
    ...read.find<PersistentVolume>(VOLUMES, `free=${claim.spec.storageClassName ?? ''}`),
  ]
  const near = volumes.filter(volume => !taken.has(volume.metadata.name) && reaches(volume, node))
  const found = selected === undefined ? bestMatch(claim, near, false) : undefined
  if (found) return found
  if (selected !== undefined && selected !== node.name) return undefined
  const storageClass = classOf(claim, read)
  if (!storageClass || storageClass.provisioner.startsWith('kubernetes.io/')) return undefined
  return isAllowed(storageClass, node) ? 'make' : undefined
}

const isAllowed = ({ allowedTopologies }: StorageClass, { facts: { labels } }: NodeInfo): boolean =>
  !allowedTopologies?.length ||
  allowedTopologies.some(({ matchLabelExpressions }) =>
    (matchLabelExpressions ?? []).every(({ key, values }) => values.includes(labels[key] ?? '')),
  )

/** The largest claim chooses last, as upstream orders them: the smallest volumes go to the smallest claims. */
const bySize = (a: Claim, b: Claim): number => wantedSize(a) - wantedSize(b)

/** What the waiting claims of a pod get on a node; undefined when one gets nothing. */
function offers(claims: Claim[], node: NodeInfo, read: Reader): Map<Claim, PersistentVolume | 'make'> | undefined {
  const taken = new Set<string>()
  const result = new Map<Claim, PersistentVolume | 'make'>()
  for (const claim of [...claims].sort(bySize)) {
    const found = offer(claim, node, taken, read)
    if (!found) return undefined
    if (found !== 'make') taken.add(found.metadata.name)
    result.set(claim, found)
  }
  return result
}

/** A pod goes where its volumes are, or can be. Modelled on pkg/scheduler/framework/plugins/volumebinding. */
export const volumeBinding: Plugin = {
  name: 'VolumeBinding',
  preFilter({ pod, namespace }, { read }) {
    const why = refuse(pod, namespace, read)
    return why === undefined ? undefined : { refuse: why }
  },
  filter({ pod }, { read }) {
    const claims = claimsOf(pod, read)
    if (claims.length === 0) return undefined
    const volumes = claims
      .filter(isBound)
      .map(({ spec }) => read.get<PersistentVolume>(VOLUMES, undefined, spec.volumeName!))
    const waiting = claims.filter(claim => !isBound(claim))
    return node => {
      for (const volume of volumes) {
        if (!volume) return NO_SUCH_VOLUME
        if (!reaches(volume, node)) return ELSEWHERE
      }
      return waiting.length > 0 && !offers(waiting, node, read) ? NO_VOLUME : undefined
    }
  },
  preBind({ pod }, node, { read, api }: Context) {
    const waiting = claimsOf(pod, read).filter(claim => !isBound(claim))
    for (const [claim, found] of offers(waiting, node, read) ?? []) {
      if (found !== 'make') {
        if (!found.spec.claimRef?.uid) api.update(withClaim(found, claim))
      } else if (claim.metadata.annotations?.[SELECTED_NODE] === undefined) {
        const annotations = { ...claim.metadata.annotations, [SELECTED_NODE]: node.name }
        api.update({ ...claim, metadata: { ...claim.metadata, annotations } })
      }
    }
    return waiting.length === 0
  },
}
