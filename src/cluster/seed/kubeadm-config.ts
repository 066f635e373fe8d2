import type { ConfigMap } from '../../lib/objects.ts'

/** Admission plugins that an API server can do without here (kube-apiserver --disable-admission-plugins). */
export const OPTIONAL_PLUGINS = ['ServiceAccount'] as const

export type OptionalPlugin = (typeof OPTIONAL_PLUGINS)[number]

/** Where kubeadm keeps what its API server was started with; admission reads it there. */
export const kubeadmConfig = (disabled: readonly OptionalPlugin[]): ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'kubeadm-config', namespace: 'kube-system' },
  data: {
    ClusterConfiguration: `apiServer:
  extraArgs:
  - name: disable-admission-plugins
    value: ${disabled.join(',')}
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
`,
  },
})
