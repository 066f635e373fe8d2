import type { KubeObject } from '../../lib/objects.ts'
import type { Ms } from '../../lib/time.ts'
import { type Mode, proxyConfigMap } from '../network/proxy/mode.ts'
import { service } from '../kubernetes-service/objects.ts'
import { ingressController, poolConfigMap } from '../network/index.ts'
import { kubeadmConfig, type OptionalPlugin } from './kubeadm-config.ts'
import { node } from './nodes.ts'
import { priorityClasses } from './priority-classes.ts'
import { serviceCIDR } from './service-cidr.ts'
import { systemWorkloads } from './system.ts'

export { MAX_NODES } from './nodes.ts'

export interface SeedOptions {
  /** How many, with the control plane; 1 to MAX_NODES. */
  nodes: number
  /** Nodes are spread over these in turn. */
  zones: string[]
  /** Nothing runs in kube-system. */
  bare: boolean
  /** How kube-proxy works. Default iptables. */
  proxyMode?: Mode
  /** Admission plugins that the API server does without. */
  disabledPlugins?: OptionalPlugin[]
  seed: number
  now: Ms
}

const NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system']

/** What stands in a new cluster, in the order in which it is to be created; nodes come with their status. */
export function seed(options: SeedOptions): KubeObject[] {
  const objects: KubeObject[] = NAMESPACES.map(name => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }))
  for (let i = 0; i < options.nodes; i++) objects.push(node(i, options))
  objects.push(serviceCIDR(options.now), service(), ...priorityClasses())
  const { bare, proxyMode = 'iptables', disabledPlugins = [] } = options
  if (!bare) objects.push(storageClass(), poolConfigMap(), ...systemWorkloads(options.seed), ...ingressController())
  if (proxyMode !== 'iptables') objects.push(proxyConfigMap(proxyMode))
  if (disabledPlugins.length > 0) objects.push(kubeadmConfig(disabledPlugins))
  return objects
}

/** Claims that name no class get a folder on the node of their first consumer, as in kind. */
function storageClass(): KubeObject {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'rancher.io/local-path',
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'WaitForFirstConsumer',
  }
}
