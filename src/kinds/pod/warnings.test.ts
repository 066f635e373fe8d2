import { expect, test } from 'vitest'
import type { Pod } from '../../lib/objects.ts'
import { podTemplateWarnings, podWarnings } from './warnings.ts'

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
]

test.each(table)('%s', (_, spec, warnings) => {
  expect(podWarnings({ metadata: { name: 'web' }, spec } as unknown as Pod, undefined)).toEqual(warnings)
  const moved = warnings.map(text => text.replaceAll('spec.', 'spec.template.spec.'))
  expect(podTemplateWarnings({ spec } as never, 'spec.template')).toEqual(moved)
})

test('a name with dots', () => {
  const pod = { metadata: { name: 'a.b' }, spec: { containers: [web] } } as unknown as Pod
  expect(podWarnings(pod, undefined)).toEqual([
    "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]",
  ])
  expect(podWarnings(pod, pod)).toEqual([])
})
