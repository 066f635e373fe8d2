import type { Reader } from './kind.ts'
import type { ConfigMap } from '../lib/objects.ts'

/** Admission plugins that an API server can do without here (kube-apiserver --disable-admission-plugins). */
export const OPTIONAL_PLUGINS = ['ServiceAccount'] as const

export type OptionalPlugin = (typeof OPTIONAL_PLUGINS)[number]

const NAME = 'kubeadm-config'
const NAMESPACE = 'kube-system'
const ARGUMENT = 'disable-admission-plugins'

/** Where kubeadm keeps what its API server was started with. */
export const kubeadmConfig = (disabled: readonly OptionalPlugin[]): ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: NAME, namespace: NAMESPACE },
  data: {
    ClusterConfiguration: `apiServer:
  extraArgs:
  - name: ${ARGUMENT}
    value: ${disabled.join(',')}
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
`,
  },
})

/** Whether the cluster runs without this plugin. */
export function isDisabled(plugin: OptionalPlugin, read: Reader): boolean {
  const text = read.get<ConfigMap>('configmaps', NAMESPACE, NAME)?.data?.['ClusterConfiguration']
  if (text === undefined) return false
  const value = new RegExp(`- name: ${ARGUMENT}\\s+value: "?([\\w,]*)`).exec(text)?.[1]
  return value?.split(',').includes(plugin) ?? false
}
