import type { Context, Controller } from '../../engine/controller.ts'
import type { KubeObject, PersistentVolume, PersistentVolumeClaim, Pod } from '../../lib/objects.ts'
import { claimNamesOf } from '../../lib/pod-claims.ts'
import type { Ms } from '../../lib/time.ts'
import { PROVISIONED_BY, sizeOf, wantedSize } from '../../lib/volume-match.ts'
import type { Change } from '../../store/store.ts'
import { isOn } from '../faults/faults.ts'
import { allocated, began, expanded, given, isOnNode, onNode } from './status.ts'

type Claim = PersistentVolumeClaim

const CLAIMS = 'persistentvolumeclaims'
const VOLUMES = 'persistentvolumes'

/** Drivers that can make a volume larger after it was made. */
const EXPANDING = new Set(['hostpath.csi.k8s.io'])

/** How far a claim's growth is. */
interface Work {
  uid: string
  /** The size that has been told of as wanted. */
  told: number
  /** When the step that is under way is done. */
  due?: Ms
}

/**
 * Makes volumes larger for claims that ask for more: the driver's resizer grows the volume, then the kubelet of the node
 * where it is in use grows the file system on it. Modelled on external-resizer and pkg/volume/util/operationexecutor.
 */
export const resizer: Controller = {
  name: 'resizer',
  user: 'system:serviceaccount:default:csi-hostpathplugin-sa',
  watches: [
    {
      resource: CLAIMS,
      keys: ({ type, object }) => (type !== 'DELETED' && grows(object as Claim) ? [keyOf(object)] : []),
    },
    { resource: 'pods', keys: podKeys },
  ],
  reconcile(key, ctx) {
    const slash = key.indexOf('/')
    const claim = ctx.read.get<Claim>(CLAIMS, key.slice(0, slash), key.slice(slash + 1))
    const volume = claim && ctx.read.get<PersistentVolume>(VOLUMES, undefined, claim.spec.volumeName ?? '')
    if (!volume || !grows(claim) || claim.metadata.deletionTimestamp) {
      if (ctx.note(key) !== undefined) ctx.setNote(key, undefined)
      return undefined
    }
    const known = ctx.note<Work>(key)
    const work: Work = known && known.uid === claim.metadata.uid ? known : { uid: claim.metadata.uid!, told: 0 }
    return advance(key, claim, volume, work, ctx)
  },
  waits: (key, _, note) => note<Work>(key)?.due === undefined,
}

const keyOf = ({ metadata }: KubeObject): string => `${metadata.namespace}/${metadata.name}`

const grows = (claim: Claim): boolean => claim.status.phase === 'Bound' && wantedSize(claim) > given(claim)

/** The claims of a pod that has just come to run: its volumes have been mounted. */
function podKeys({ type, object, previous }: Change): string[] {
  const pod = object as Pod
  if (type !== 'MODIFIED' || pod.status.phase !== 'Running') return []
  if ((previous as Pod).status.phase === 'Running' || !pod.spec.volumes) return []
  return claimNamesOf(pod).map(name => `${pod.metadata.namespace}/${name}`)
}

type Again = { requeueAfter: Ms } | undefined

function advance(key: string, claim: Claim, volume: PersistentVolume, work: Work, ctx: Context): Again {
  const wanted = wantedSize(claim)
  if (work.told !== wanted) {
    const message = 'waiting for an external controller to expand this PVC'
    ctx.event(claim, volume.spec.csi ? 'Normal' : 'Warning', 'ExternalExpanding', message, { from: 'volume_expand' })
    work = { uid: work.uid, told: wanted }
    ctx.setNote(key, work)
  }
  const driver = volume.metadata.annotations?.[PROVISIONED_BY] ?? ''
  if (!EXPANDING.has(driver)) return undefined
  return isOnNode(claim) && allocated(claim) === wanted
    ? growFileSystem(key, claim, volume, work, ctx)
    : growVolume(key, claim, volume, driver, work, ctx)
}

/** The driver's part. A claim that asks for still more begins anew. */
function growVolume(
  key: string,
  claim: Claim,
  volume: PersistentVolume,
  driver: string,
  work: Work,
  ctx: Context,
): Again {
  const from = { from: `external-resizer ${driver}` }
  if (allocated(claim) !== wantedSize(claim) || work.due === undefined) {
    const next = ctx.api.updateStatus<Claim>({ ...claim, status: began(claim, ctx.now) })
    ctx.event(next, 'Normal', 'Resizing', `External resizer is resizing volume ${volume.metadata.name}`, from)
    return wait(key, work, ctx.rng('resize', work.uid, work.told).between(1000, 3000), ctx)
  }
  if (ctx.now < work.due) return { requeueAfter: work.due - ctx.now }
  if (sizeOf(volume) < wantedSize(claim)) {
    const storage = claim.spec.resources!.requests!['storage']!
    ctx.api.update<PersistentVolume>({ ...volume, spec: { ...volume.spec, capacity: { storage } } })
  }
  const next = ctx.api.updateStatus<Claim>({ ...claim, status: onNode(claim, ctx.now) })
  ctx.event(next, 'Normal', 'FileSystemResizeRequired', 'Require file system resize of volume on node', from)
  ctx.setNote(key, { uid: work.uid, told: work.told } satisfies Work)
  return growFileSystem(key, next, volume, { uid: work.uid, told: work.told }, ctx)
}

/** The kubelet's part: at once when a pod has just mounted the volume, else when it looks at its pods again. */
function growFileSystem(key: string, claim: Claim, volume: PersistentVolume, work: Work, ctx: Context): Again {
  const users = ctx.read
    .find<Pod>('pods', `claim=${keyOf(claim)}`)
    .filter(({ status, spec }) => status.phase === 'Running' && isOn(ctx.read, spec.nodeName))
  const user = users[0]
  if (!user) {
    if (work.due !== undefined) ctx.setNote(key, { uid: work.uid, told: work.told } satisfies Work)
    return undefined
  }
  if (work.due === undefined && startedAfter(user, claim)) return finish(key, claim, volume, users, ctx)
  if (work.due === undefined)
    return wait(key, work, ctx.rng('node-resize', work.uid, work.told).between(15_000, 60_000), ctx)
  if (ctx.now < work.due) return { requeueAfter: work.due - ctx.now }
  return finish(key, claim, volume, users, ctx)
}

/** The volume was larger already when the pod mounted it. */
function startedAfter({ status }: Pod, claim: Claim): boolean {
  const since = claim.status.conditions?.find(({ type }) => type === 'FileSystemResizePending')?.lastTransitionTime
  return since !== undefined && status.startTime !== undefined && status.startTime > since
}

function finish(key: string, claim: Claim, volume: PersistentVolume, users: readonly Pod[], ctx: Context): undefined {
  const { nodeName } = users[0]!.spec
  ctx.setNote(key, undefined)
  const next = ctx.api.updateStatus<Claim>({ ...claim, status: expanded(claim) })
  const message = `MountVolume.NodeExpandVolume succeeded for volume ${JSON.stringify(volume.metadata.name)} ${nodeName}`
  for (const object of [users[0]!, next]) {
    ctx.event(object, 'Normal', 'FileSystemResizeSuccessful', message, { from: 'kubelet', host: nodeName })
  }
  return undefined
}

function wait(key: string, work: Work, time: Ms, ctx: Context): Again {
  ctx.setNote(key, { ...work, due: ctx.now + time } satisfies Work)
  return { requeueAfter: time }
}
