import type { Container, KubeObject } from '../../../lib/objects.ts'
import { CONTROLLER } from '../../images/ingress-nginx/servers.ts'

export const NAMESPACE = 'ingress-nginx'
/** Of the Deployment and of the Service. */
export const NAME = 'ingress-nginx-controller'
const VERSION = '1.14.1'

export const LABELS = {
  'app.kubernetes.io/component': 'controller',
  'app.kubernetes.io/instance': 'ingress-nginx',
  'app.kubernetes.io/name': 'ingress-nginx',
}
const ALL_LABELS = { ...LABELS, 'app.kubernetes.io/part-of': 'ingress-nginx', 'app.kubernetes.io/version': VERSION }

/** ingress-nginx as its own manifests install it, without the admission webhook. */
export function ingressController(): KubeObject[] {
  const metadata = { name: NAME, namespace: NAMESPACE, labels: ALL_LABELS }
  const { 'app.kubernetes.io/component': _, ...common } = ALL_LABELS
  const port = (name: string, number: number) => ({
    name,
    port: number,
    protocol: 'TCP',
    targetPort: name,
    appProtocol: name,
  })
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE, labels: pair(common) } },
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'ingress-nginx', namespace: NAMESPACE, labels: ALL_LABELS },
      automountServiceAccountToken: true,
    },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: {
        name: 'nginx',
        labels: ALL_LABELS,
        annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' },
      },
      spec: { controller: CONTROLLER },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { type: 'LoadBalancer', selector: LABELS, ports: [port('http', 80), port('https', 443)] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        replicas: 1,
        selector: { matchLabels: LABELS },
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
        minReadySeconds: 0,
        template: {
          metadata: { labels: ALL_LABELS },
          spec: {
            containers: [container()],
            dnsPolicy: 'ClusterFirst',
            nodeSelector: { 'kubernetes.io/os': 'linux' },
            serviceAccountName: 'ingress-nginx',
            terminationGracePeriodSeconds: 300,
          },
        },
      },
    },
  ] as KubeObject[]
}

const pair = (labels: Record<string, string>) => ({
  'app.kubernetes.io/instance': labels['app.kubernetes.io/instance'],
  'app.kubernetes.io/name': labels['app.kubernetes.io/name'],
})

function container(): Container {
  const from = (fieldPath: string) => ({ fieldRef: { fieldPath } })
  const probe = { httpGet: { path: '/healthz', port: 10254, scheme: 'HTTP' }, initialDelaySeconds: 10 }
  return {
    name: 'controller',
    image: `registry.k8s.io/ingress-nginx/controller:v${VERSION}`,
    args: [
      '/nginx-ingress-controller',
      `--publish-service=$(POD_NAMESPACE)/${NAME}`,
      '--election-id=ingress-nginx-leader',
      `--controller-class=${CONTROLLER}`,
      '--ingress-class=nginx',
      `--configmap=$(POD_NAMESPACE)/${NAME}`,
    ],
    env: [
      { name: 'POD_NAME', valueFrom: from('metadata.name') },
      { name: 'POD_NAMESPACE', valueFrom: from('metadata.namespace') },
    ],
    ports: [
      { name: 'http', containerPort: 80, protocol: 'TCP' },
      { name: 'https', containerPort: 443, protocol: 'TCP' },
    ],
    livenessProbe: { ...probe, failureThreshold: 5 },
    readinessProbe: { ...probe, failureThreshold: 3 },
    resources: { requests: { cpu: '100m', memory: '90Mi' } },
  } as unknown as Container
}
