/** Who makes volumes in this cluster, by the name that a StorageClass calls them. */
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../lib/objects.ts'
import { PROVISIONED_BY, SELECTED_NODE } from '../../lib/volume-match.ts'

export interface Provisioner {
  /** Why a claim cannot be served; undefined when it can. */
  refuse(claim: PersistentVolumeClaim): string | undefined
  /** Annotations and where the data is. */
  volume(claim: PersistentVolumeClaim): {
    annotations?: Record<string, string>
    spec: Partial<PersistentVolume['spec']>
  }
}

const selectedNode = ({ metadata }: PersistentVolumeClaim) => metadata.annotations?.[SELECTED_NODE]

const folder = (root: string, { metadata }: PersistentVolumeClaim) =>
  `${root}/${volumeName(metadata.uid!)}_${metadata.namespace}_${metadata.name}`

export const volumeName = (uid: string): string => `pvc-${uid}`

export const provisioners: Record<string, Provisioner> = {
  /** kind's: a folder of one node, so the node has to be known first. */
  'rancher.io/local-path': {
    refuse(claim) {
      const { accessModes = [], selector } = claim.spec
      if (selector) return 'claim.Spec.Selector is not supported'
      if (accessModes.some(mode => mode !== 'ReadWriteOnce' && mode !== 'ReadWriteOncePod')) {
        return 'NodePath only supports ReadWriteOnce and ReadWriteOncePod (1.22+) access modes'
      }
      return selectedNode(claim) ? undefined : 'configuration error, no node was specified'
    },
    volume(claim) {
      const node = selectedNode(claim)!
      const here = { key: 'kubernetes.io/hostname', operator: 'In', values: [node] }
      return {
        annotations: { 'local.path.provisioner/selected-node': node },
        spec: {
          hostPath: { path: folder('/var/local-path-provisioner', claim), type: 'DirectoryOrCreate' },
          nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [here] }] } },
        },
      }
    },
  },
  /** minikube's: a folder, at once; each node has its own of that name. */
  'k8s.io/minikube-hostpath': {
    refuse: ({ spec }) => (spec.selector ? 'claim Selector is not supported' : undefined),
    volume: ({ metadata }) => ({
      spec: { hostPath: { path: `/tmp/hostpath-provisioner/${metadata.namespace}/${metadata.name}`, type: '' } },
    }),
  },
  /** The CSI project's own driver for trying things out; it can make volumes larger. */
  'hostpath.csi.k8s.io': {
    refuse: ({ spec }) => (spec.selector ? 'claim Selector is not supported' : undefined),
    volume: ({ metadata }) => ({
      annotations: {
        'volume.kubernetes.io/provisioner-deletion-secret-name': '',
        'volume.kubernetes.io/provisioner-deletion-secret-namespace': '',
      },
      spec: { csi: { driver: 'hostpath.csi.k8s.io', volumeHandle: metadata.uid! } },
    }),
  },
}

/** The whole volume for a claim. */
export function provisioned(name: string, claim: PersistentVolumeClaim, { metadata, ...found }: StorageClass) {
  const { annotations, spec } = provisioners[name]!.volume(claim)
  const { namespace, uid, resourceVersion } = claim.metadata
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: volumeName(uid!), annotations: { ...annotations, [PROVISIONED_BY]: name } },
    spec: {
      accessModes: claim.spec.accessModes,
      capacity: { storage: claim.spec.resources?.requests?.['storage'] },
      claimRef: {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        name: claim.metadata.name,
        namespace,
        uid,
        resourceVersion,
      },
      ...spec,
      ...(found.mountOptions && { mountOptions: found.mountOptions }),
      persistentVolumeReclaimPolicy: found.reclaimPolicy,
      storageClassName: metadata.name,
      volumeMode: claim.spec.volumeMode,
    },
    status: {},
  } as unknown as PersistentVolume
}
