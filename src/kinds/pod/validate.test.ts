import { describe, expect, test } from 'vitest'
import { fieldErrorText } from '../../api/errors.ts'
import type { PodSpec } from '../../lib/objects.ts'
import { defaultPodSpec } from './defaults.ts'
import { validatePodSpec, validatePodTemplate } from './validate.ts'

const web = { name: 'web', image: 'nginx:1.27' }

/** What the API server would say of a spec, after its defaults. */
function errorsOf(spec: object): string[] {
  const draft = structuredClone(spec) as PodSpec
  defaultPodSpec(draft)
  return validatePodSpec(draft, 'spec').map(fieldErrorText)
}

const container = (fields: object) => ({ containers: [{ ...web, ...fields }] })
const volume = (source: object) => ({ containers: [web], volumes: [{ name: 'data', ...source }] })

describe('what the API server says to a pod spec', () => {
  const table: [what: string, spec: object, errors: string[]][] = [
    ['nothing wrong', container({ ports: [{ containerPort: 80, name: 'http' }] }), []],
    ['no containers', { containers: [] }, ['spec.containers: Required value']],
    [
      'a name with capitals and no image',
      { containers: [{ name: 'Main', image: '' }] },
      [
        `spec.containers[0].name: Invalid value: "Main": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')`,
        'spec.containers[0].image: Required value',
      ],
    ],
    [
      'the same name twice, after the mount of a missing volume',
      { containers: [web, { ...web, volumeMounts: [{ name: 'data', mountPath: '/data' }] }] },
      ['spec.containers[1].volumeMounts[0].name: Not found: "data"', 'spec.containers[1].name: Duplicate value: "web"'],
    ],
    [
      'ports, pull policy, then resources',
      container({
        imagePullPolicy: 'Sometimes',
        ports: [{ containerPort: 70000 }],
        resources: { requests: { cpu: '500m' }, limits: { cpu: '200m' } },
      }),
      [
        'spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive',
        'spec.containers[0].imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"',
        'spec.containers[0].resources.requests: Invalid value: "500m": must be less than or equal to cpu limit of 200m',
      ],
    ],
    [
      'port names and protocols',
      container({
        ports: [
          { containerPort: 1, name: 'a' },
          { containerPort: 2, name: 'a' },
          { containerPort: 3, protocol: 'HTTP' },
        ],
      }),
      [
        'spec.containers[0].ports[1].name: Duplicate value: "a"',
        'spec.containers[0].ports[2].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"',
      ],
    ],
    [
      'one host port for two',
      {
        containers: [
          {
            ...web,
            ports: [
              { containerPort: 80, hostPort: 80 },
              { containerPort: 81, hostPort: 80 },
            ],
          },
        ],
      },
      ['spec.containers[0].ports[1].hostPort: Duplicate value: "TCP//80"'],
    ],
    [
      'env without a name, with two sources',
      container({
        env: [{ value: 'x' }, { name: 'A', value: 'x', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }],
      }),
      [
        'spec.containers[0].env[0].name: Required value',
        'spec.containers[0].env[1].valueFrom: Invalid value: "": may not be specified when `value` is not empty',
      ],
    ],
    [
      'fields that the downward API has not',
      container({
        env: [
          { name: 'A', valueFrom: { fieldRef: { fieldPath: 'status.phase' } } },
          { name: 'B', valueFrom: { fieldRef: { fieldPath: 'spec.image' } } },
          { name: 'C', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } },
        ],
      }),
      [
        'spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Unsupported value: "status.phase": supported values: "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"',
        'spec.containers[0].env[1].valueFrom.fieldRef.fieldPath: Invalid value: "spec.image": error converting fieldPath: field label not supported: spec.image',
      ],
    ],
    [
      'probes',
      container({
        livenessProbe: { successThreshold: 2, httpGet: { port: 0 } },
        readinessProbe: { exec: {}, tcpSocket: { port: 80 } },
        startupProbe: { periodSeconds: -1 },
      }),
      [
        'spec.containers[0].livenessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive',
        'spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1',
        'spec.containers[0].readinessProbe.exec.command: Required value',
        'spec.containers[0].readinessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type',
        'spec.containers[0].startupProbe: Required value: must specify a handler type',
        'spec.containers[0].startupProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0',
      ],
    ],
    [
      'a probe on an init container that ends',
      {
        containers: [web],
        initContainers: [{ name: 'init', image: 'x:1', livenessProbe: { exec: { command: ['x'] } } }],
      },
      [
        'spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always',
      ],
    ],
    [
      'a sidecar may have one',
      {
        containers: [web],
        initContainers: [
          { name: 'init', image: 'x:1', restartPolicy: 'Always', livenessProbe: { exec: { command: ['x'] } } },
        ],
      },
      [],
    ],
    [
      'resources that no container has',
      container({ resources: { requests: { cpus: '1', 'example.com/gpu': '1' }, limits: { memory: '-1' } } }),
      [
        'spec.containers[0].resources.limits[memory]: Invalid value: "-1": must be greater than or equal to 0',
        'spec.containers[0].resources.requests: Invalid value: "cpus": must be a standard resource type or fully qualified',
        'spec.containers[0].resources.requests: Invalid value: "cpus": must be a standard resource for containers',
        'spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources',
      ],
    ],
    ['an empty volume is an emptyDir', volume({}), []],
    [
      'two sources in one volume',
      volume({ emptyDir: {}, configMap: { name: 'x' } }),
      ['spec.volumes[0].configMap: Forbidden: may not specify more than 1 volume type'],
    ],
    ['a secret without a name', volume({ secret: {} }), ['spec.volumes[0].secret.secretName: Required value']],
    [
      'a file mode in decimals',
      volume({ configMap: { name: 'x', defaultMode: 644 } }),
      [
        'spec.volumes[0].configMap.defaultMode: Invalid value: 644: must be a number between 0 and 0777 (octal), both inclusive',
      ],
    ],
    [
      'policies',
      { containers: [web], restartPolicy: 'Sometimes', dnsPolicy: 'Cluster' },
      [
        'spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"',
        'spec.dnsPolicy: Unsupported value: "Cluster": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"',
      ],
    ],
    [
      'tolerations',
      {
        containers: [web],
        tolerations: [
          { value: 'x' },
          { key: 'a', operator: 'Exists', value: 'x' },
          { key: 'a', operator: 'Equals', effect: 'Evict', tolerationSeconds: 3 },
        ],
      },
      [
        'spec.tolerations[0].operator: Invalid value: "": operator must be Exists when `key` is empty, which means "match all values and all keys"',
        'spec.tolerations[1].operator: Invalid value: {"Key":"a","Operator":"Exists","Value":"x","Effect":"","TolerationSeconds":null}: value must be empty when `operator` is \'Exists\'',
        'spec.tolerations[2].effect: Invalid value: "Evict": effect must be \'NoExecute\' when `tolerationSeconds` is set',
        'spec.tolerations[2].operator: Unsupported value: "Equals": supported values: "Equal", "Exists"',
        'spec.tolerations[2].effect: Unsupported value: "Evict": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
      ],
    ],
    [
      'affinity',
      {
        containers: [web],
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In' }] }],
            },
          },
          podAntiAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              { weight: 101, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname' } },
            ],
          },
        },
      },
      [
        "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
        'spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 101: must be in the range 1-100',
      ],
    ],
    [
      'spreading',
      {
        containers: [web],
        topologySpreadConstraints: [{ maxSkew: 0, topologyKey: 'zone', whenUnsatisfiable: 'Never' }],
      },
      [
        'spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero',
        'spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "Never": supported values: "DoNotSchedule", "ScheduleAnyway"',
      ],
    ],
  ]
  test.each(table)('%s', (_, spec, errors) => {
    expect(errorsOf(spec)).toEqual(errors)
  })
})

test('a template has labels and a place', () => {
  const template = { metadata: { labels: { app: 'not valid!' } }, spec: { containers: [] } }
  defaultPodSpec(template.spec)
  expect(validatePodTemplate(template, 'spec.template').map(error => error.path)).toEqual([
    'spec.template.metadata.labels',
    'spec.template.spec.containers',
  ])
})
