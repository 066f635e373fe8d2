import { forbidden } from '../../api/errors.ts'
import type { Admission, Reader } from '../../api/kind.ts'
import type { ConfigMap, Container, Pod, ServiceAccount } from '../../lib/objects.ts'

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount'
const TOKEN_VOLUME = 'kube-api-access-'
/** An hour and a few seconds: how the admission plugin's own volumes are told from others. */
const TOKEN_SECONDS = 3607

/**
 * Admission plugin ServiceAccount: the pod runs as an account and has its token mounted. The account `default` may be
 * missing for the first moments of a namespace; the plugin waits for it, so here it is taken as there. A cluster may do without
 * the plugin; accounts are then only names.
 */
export function admitServiceAccount(pod: Pod, admission: Admission): void {
  if (isDisabled(admission.read)) return
  const { spec } = pod
  spec.serviceAccountName ||= 'default'
  spec.serviceAccount = spec.serviceAccountName
  const { namespace, name } = pod.metadata
  const account = admission.read.get<ServiceAccount>('serviceaccounts', namespace, spec.serviceAccountName)
  if (!account && spec.serviceAccountName !== 'default') {
    const why = `serviceaccount ${JSON.stringify(spec.serviceAccountName)} not found`
    throw forbidden('pods', name, `error looking up service account ${namespace}/${spec.serviceAccountName}: ${why}`)
  }
  if (!spec.imagePullSecrets?.length && account?.imagePullSecrets?.length) {
    spec.imagePullSecrets = account.imagePullSecrets.map(secret => ({ ...secret }))
  }
  if (spec.automountServiceAccountToken ?? account?.automountServiceAccountToken ?? true) mountToken(pod, admission)
}

/** Whether the API server was started without the plugin, as kubeadm's configuration tells. */
function isDisabled(read: Reader): boolean {
  const config = read.get<ConfigMap>('configmaps', 'kube-system', 'kubeadm-config')?.data?.['ClusterConfiguration']
  return config !== undefined && /- name: disable-admission-plugins\s+value: .*\bServiceAccount\b/.test(config)
}

function mountToken(pod: Pod, admission: Admission): void {
  const { spec, metadata } = pod
  let volume = spec.volumes?.find(each => each.name.startsWith(TOKEN_VOLUME) && each.projected)?.name
  const known = volume !== undefined
  volume ??= TOKEN_VOLUME + admission.rng('kube-api-access', metadata.uid ?? metadata.name).suffix(5)
  let mounted = false
  const mount = (container: Container) => {
    if (container.volumeMounts?.some(each => each.mountPath === TOKEN_PATH)) return
    const token = { name: volume, readOnly: true, mountPath: TOKEN_PATH }
    if (container.volumeMounts) container.volumeMounts.push(token)
    else container.volumeMounts = [token]
    mounted = true
  }
  spec.initContainers?.forEach(mount)
  spec.containers.forEach(mount)
  if (!mounted || known) return
  spec.volumes = [...(spec.volumes ?? []), tokenVolume(volume)]
}

const tokenVolume = (name: string) => ({
  name,
  projected: {
    sources: [
      { serviceAccountToken: { expirationSeconds: TOKEN_SECONDS, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      {
        downwardAPI: {
          items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
        },
      },
    ],
    defaultMode: 0o644,
  },
})
