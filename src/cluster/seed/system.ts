import type { Container, DaemonSet, Deployment, KubeObject, Pod, Service } from '../../lib/objects.ts'
import { prng } from '../../lib/prng.ts'
import { nodeAddress, nodeName, VERSION } from './nodes.ts'

const NAMESPACE = 'kube-system'
const DNS = { 'k8s-app': 'kube-dns' }
/** kubelet looks here for the cluster's DNS. */
const DNS_ADDRESS = '10.96.0.10'
const EVERYWHERE = [{ operator: 'Exists' }]

/** What runs in kube-system: the control plane's own pods, kube-proxy on every node, and the cluster's DNS. */
export function systemWorkloads(seed: number): KubeObject[] {
  return [...controlPlane().map(container => staticPod(container, seed)), kubeProxy(), dnsService(), coreDns()]
}

function controlPlane(): Container[] {
  const component = (name: string, cpu: string, ...args: string[]) => ({
    name,
    image: `registry.k8s.io/${name}:${VERSION}`,
    command: [name, ...args],
    resources: { requests: { cpu } },
  })
  const range = '--service-cluster-ip-range=10.96.0.0/16'
  return [
    {
      name: 'etcd',
      image: 'registry.k8s.io/etcd:3.6.6-0',
      command: ['etcd', `--name=${nodeName(0)}`],
      resources: { requests: { cpu: '100m', memory: '100Mi' } },
    },
    component(
      'kube-apiserver',
      '250m',
      `--advertise-address=${nodeAddress(0)}`,
      // Webhooks and aggregated servers are asked at their endpoints, as cluster/webhooks does.
      '--enable-aggregator-routing=true',
      '--secure-port=6443',
      range,
    ),
    component('kube-controller-manager', '200m', '--allocate-node-cidrs=true', '--cluster-cidr=10.244.0.0/16', range),
    component('kube-scheduler', '100m', '--leader-elect=true'),
  ] as unknown as Container[]
}

/** A pod that the control plane's kubelet runs from a file, as the API shows it. */
function staticPod(container: Container, seed: number): Pod {
  const hash = prng(seed, 'static', container.name).uuid().replaceAll('-', '')
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${container.name}-${nodeName(0)}`,
      namespace: NAMESPACE,
      labels: { component: container.name, tier: 'control-plane' },
      annotations: {
        'kubernetes.io/config.hash': hash,
        'kubernetes.io/config.mirror': hash,
        'kubernetes.io/config.source': 'file',
      },
    },
    spec: {
      containers: [container],
      hostNetwork: true,
      nodeName: nodeName(0),
      priorityClassName: 'system-node-critical',
      tolerations: [{ operator: 'Exists', effect: 'NoExecute' }],
    },
  } as unknown as Pod
}

function kubeProxy(): DaemonSet {
  const labels = { 'k8s-app': 'kube-proxy' }
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'kube-proxy', namespace: NAMESPACE, labels },
    spec: {
      selector: { matchLabels: labels },
      updateStrategy: { type: 'RollingUpdate' },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'kube-proxy',
              image: `registry.k8s.io/kube-proxy:${VERSION}`,
              command: ['kube-proxy', '--hostname-override=$(NODE_NAME)'],
              env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
            },
          ],
          hostNetwork: true,
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          priorityClassName: 'system-node-critical',
          tolerations: EVERYWHERE,
        },
      },
    },
  } as unknown as DaemonSet
}

function dnsService(): Service {
  const port = (name: string, number: number, protocol: string) => ({
    name,
    port: number,
    protocol,
    targetPort: number,
  })
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'kube-dns',
      namespace: NAMESPACE,
      labels: { ...DNS, 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' },
    },
    spec: {
      clusterIP: DNS_ADDRESS,
      clusterIPs: [DNS_ADDRESS],
      selector: DNS,
      ports: [port('dns', 53, 'UDP'), port('dns-tcp', 53, 'TCP'), port('metrics', 9153, 'TCP')],
    },
  } as unknown as Service
}

function coreDns(): Deployment {
  const port = (name: string, containerPort: number, protocol: string) => ({ name, containerPort, protocol })
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'coredns', namespace: NAMESPACE, labels: DNS },
    spec: {
      replicas: 2,
      selector: { matchLabels: DNS },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
      template: {
        metadata: { labels: DNS },
        spec: {
          containers: [
            {
              name: 'coredns',
              image: 'registry.k8s.io/coredns/coredns:v1.13.1',
              ports: [port('dns', 53, 'UDP'), port('dns-tcp', 53, 'TCP'), port('metrics', 9153, 'TCP')],
              resources: { requests: { cpu: '100m', memory: '70Mi' }, limits: { memory: '170Mi' } },
            },
          ],
          dnsPolicy: 'Default',
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          priorityClassName: 'system-cluster-critical',
          tolerations: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
        },
      },
    },
  } as unknown as Deployment
}
