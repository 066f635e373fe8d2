import type { Reader } from '../../../api/kind.ts'
import type { Cidr } from '../../../lib/ip.ts'
import { parseCidr } from '../../../lib/ip.ts'
import type { ConfigMap } from '../../../lib/objects.ts'

/** How kube-proxy works on every node: its configuration is a ConfigMap, as kubeadm makes it. */

export const MODES = ['iptables', 'nftables', 'ipvs'] as const
export type Mode = (typeof MODES)[number]

const NAMESPACE = 'kube-system'
const NAME = 'kube-proxy'
const CLUSTER_CIDR = '10.244.0.0/16'

export const proxyConfigMap = (mode: Mode): ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: NAME, namespace: NAMESPACE, labels: { app: NAME } },
  data: {
    'config.conf': `apiVersion: kubeproxy.config.k8s.io/v1alpha1
clusterCIDR: ${CLUSTER_CIDR}
kind: KubeProxyConfiguration
mode: ${mode === 'iptables' ? '""' : mode}
`,
  },
})

/** iptables unless the configuration says otherwise. */
export function proxyMode(read: Reader): Mode {
  const said = setting('mode', read)
  return MODES.find(mode => mode === said) ?? 'iptables'
}

/** Where Pods have their addresses: a source in it is "from a Pod" (detect-local mode ClusterCIDR). */
export const clusterCidr = (read: Reader): Cidr =>
  parseCidr(setting('clusterCIDR', read) ?? '') ?? parseCidr(CLUSTER_CIDR)!

function setting(name: string, read: Reader): string | undefined {
  const text = read.get<ConfigMap>('configmaps', NAMESPACE, NAME)?.data?.['config.conf']
  return text === undefined ? undefined : new RegExp(`^${name}:\\s*"?([^"\\s]*)"?\\s*$`, 'm').exec(text)?.[1]
}
