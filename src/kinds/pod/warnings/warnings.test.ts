import { expect, test } from 'vitest'
import type { Pod } from '../../../lib/objects.ts'
import { podTemplateWarnings, podWarnings } from './index.ts'

const web = { name: 'web', image: 'nginx:1.27' }

const table: [what: string, spec: object, warnings: string[]][] = [
  ['nothing', { containers: [web] }, []],
  [
    'old node labels',
    { containers: [web], nodeSelector: { 'beta.kubernetes.io/os': 'linux' } },
    ['spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead'],
  ],
  [
    'env defined twice',
    {
      containers: [
        {
          ...web,
          env: [
            { name: 'A', value: '1' },
            { name: 'A', value: '2' },
            { name: 'A', value: '$(A):3' },
          ],
        },
      ],
    },
    ['spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply'],
  ],
  [
    'a part of a byte',
    { containers: [{ ...web, resources: { requests: { memory: '100m' } } }] },
    ['spec.containers[0].resources.requests[memory]: fractional byte value "100m" is invalid, must be an integer'],
  ],
  [
    'the same port twice',
    {
      containers: [
        {
          ...web,
          ports: [
            { containerPort: 80, name: 'a' },
            { containerPort: 80, name: 'b' },
          ],
        },
      ],
    },
    ['spec.containers[0].ports[1]: duplicate port definition with spec.containers[0].ports[0]'],
  ],
  [
    'a volume that no longer works',
    { containers: [web], volumes: [{ name: 'v', glusterfs: {} }] },
    ['spec.volumes[0].glusterfs: deprecated in v1.25, non-functional in v1.26+'],
  ],
  [
    'ports that two containers want',
    {
      initContainers: [{ name: 'a', ports: [{ containerPort: 80, hostPort: 8080, hostIP: '10.0.0.1' }] }],
      containers: [{ name: 'b', ports: [{ containerPort: 80 }, { containerPort: 80, hostPort: 8080 }] }],
    },
    [
      'spec.containers[0].ports[0]: overlapping port definition with spec.initContainers[0].ports[0]',
      'spec.containers[0].ports[1]: dangerously ambiguous port definition with spec.initContainers[0].ports[0]',
      'spec.containers[0].ports[1]: overlapping port definition with spec.containers[0].ports[0]',
    ],
  ],
  [
    'an address of the host and no port of it',
    { containers: [{ name: 'a', ports: [{ containerPort: 80, protocol: 'TCP', hostIP: '10.0.0.1' }] }] },
    [
      'spec.containers[0].ports[0]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:TCP HostIP:10.0.0.1}',
    ],
  ],
  [
    'affinity to nobody',
    {
      containers: [web],
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname' }],
          preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: { topologyKey: 'x' } }],
        },
      },
    },
    [
      'spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector: a null labelSelector results in matching no pod',
      'spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector: a null labelSelector results in matching no pod',
    ],
  ],
  [
    'a variable made of itself',
    {
      containers: [
        {
          ...web,
          env: [
            { name: 'A', value: '1' },
            { name: 'A', value: '$(A)2' },
            { name: 'A', value: '$(A)' },
          ],
        },
      ],
    },
    ['spec.containers[0].env[2]: hides previous definition of "A", which may be dropped when using apply'],
  ],
  [
    'a claim for a part of a byte, a secret without a name',
    {
      containers: [web],
      imagePullSecrets: [{ name: '' }],
      volumes: [
        { name: 'v', ephemeral: { volumeClaimTemplate: { spec: { resources: { requests: { storage: '1m' } } } } } },
      ],
    },
    [
      'spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources.requests[storage]: fractional byte value "1m" is invalid, must be an integer',
      'spec.imagePullSecrets[0].name: invalid empty name ""',
    ],
  ],
]

const items = (...paths: string[]) => ({ items: paths.map(path => ({ key: 'k', path })) })

test('files of a volume in one place', () => {
  const volumes = [
    { name: 'c', configMap: { name: 'conf', ...items('a', 'a/b/') } },
    { name: 's', secret: { secretName: 'safe', ...items('x', 'x') } },
    {
      name: 'p',
      projected: { sources: [{}, { configMap: { name: 'conf', ...items('t') } }, { secret: items('t/u') }] },
    },
  ]
  expect(podWarnings({ metadata: { name: 'web' }, spec: { containers: [web], volumes } } as never, undefined)).toEqual([
    'volume "c" (ConfigMap "conf"): overlapping paths: "a/b" with "a"',
    'volume "s" (Secret "safe"): overlapping paths: "x" with "x"',
    'volume "p" (Projected) has no sources provided',
    'volume "p" (Projected Secret ""): overlapping paths: "t/u" with "t"',
  ])
})

test('annotations that are fields today', () => {
  const metadata = {
    name: 'web',
    annotations: {
      'scheduler.alpha.kubernetes.io/critical-pod': '',
      'seccomp.security.alpha.kubernetes.io/pod': 'runtime/default',
      'container.seccomp.security.alpha.kubernetes.io/web': 'runtime/default',
      'container.apparmor.security.beta.kubernetes.io/web': 'unconfined',
    },
  }
  const container = { ...web, name: 'web' }
  expect(podTemplateWarnings({ metadata, spec: { containers: [container] } }, 'spec.template')).toEqual([
    'spec.template.metadata.annotations[scheduler.alpha.kubernetes.io/critical-pod]: non-functional in v1.16+; use the "priorityClassName" field instead',
    'spec.template.metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]: non-functional in v1.27+; use the "seccompProfile" field instead',
    'spec.template.metadata.annotations[container.seccomp.security.alpha.kubernetes.io/web]: non-functional in v1.27+; use the "seccompProfile" field instead',
    'spec.template.metadata.annotations[container.apparmor.security.beta.kubernetes.io/web]: deprecated since v1.30; use the "appArmorProfile" field instead',
  ])
  const seccompProfile = { type: 'RuntimeDefault' }
  const spec = { containers: [container], securityContext: { seccompProfile, appArmorProfile: { type: 'Unconfined' } } }
  expect(podTemplateWarnings({ metadata, spec }, 'spec.template')).toHaveLength(2)
})

test.each(table)('%s', (_, spec, warnings) => {
  expect(podWarnings({ metadata: { name: 'web' }, spec } as unknown as Pod, undefined)).toEqual(warnings)
  const moved = warnings.map(text => text.replaceAll(/(?<![\w.])spec\./g, 'spec.template.spec.'))
  expect(podTemplateWarnings({ spec } as never, 'spec.template')).toEqual(moved)
})

test('a name with dots', () => {
  const pod = { metadata: { name: 'a.b' }, spec: { containers: [web] } } as unknown as Pod
  expect(podWarnings(pod, undefined)).toEqual([
    "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]",
  ])
  expect(podWarnings(pod, pod)).toEqual([])
})
