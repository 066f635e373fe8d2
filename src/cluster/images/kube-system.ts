import type { Image } from './image.ts'
import { text } from './page.ts'

/** A component of the cluster itself: runs, answers health checks, knows no tools. */
function component(names: string[], program: string, lines: (tag: string) => string[]): Image {
  return {
    names,
    cmd: [program],
    programs: ['*'],
    userland: 'none',
    http: ({ path }) =>
      /^\/(healthz|livez|readyz|health|ready)\b/.test(path) ? text('ok') : text('404 page not found\n', 404),
    logs: ({ startedAt, tag }) => lines(tag).map(line => ({ at: startedAt, line })),
  }
}

const klog =
  (...lines: string[]) =>
  () =>
    lines.map(line => `I ${line}`)

export const kubeSystem = (): Image[] => [
  component(['registry.k8s.io/coredns/coredns', 'coredns/coredns'], 'coredns', tag => [
    '.:53',
    `CoreDNS-${tag.replace(/^v/, '')}`,
    'linux/amd64',
  ]),
  component(
    ['registry.k8s.io/kube-controller-manager'],
    'kube-controller-manager',
    klog('Serving securely on 127.0.0.1:10257'),
  ),
  component(['registry.k8s.io/kube-scheduler'], 'kube-scheduler', klog('Serving securely on 127.0.0.1:10259')),
  component(['registry.k8s.io/etcd'], 'etcd', klog('ready to serve client requests')),
  component(['docker.io/kindest/*', 'kindest/*'], 'kindnetd', klog('Node controller sync successful')),
  component(['registry.k8s.io/ingress-nginx/*', 'rancher/*'], 'controller', () => []),
]
