import { expect, test } from 'vitest'
import { Describe } from '../../lib/describe.ts'
import { describePodTemplate } from './describe.ts'

const described = (spec: object): string[] => {
  const template = describePodTemplate({ metadata: { labels: { app: 'web' } }, spec } as never)
  return new Describe().write(0, template).toString().split('\n')
}

const web = (fields: object) => ({ containers: [{ name: 'web', image: 'nginx:1.27', ...fields }] })

test('a bare container', () => {
  expect(described(web({}))).toEqual([
    'Pod Template:',
    '  Labels:  app=web',
    '  Containers:',
    '   web:',
    '    Image:         nginx:1.27',
    '    Port:          <none>',
    '    Host Port:     <none>',
    '    Environment:   <none>',
    '    Mounts:        <none>',
    '  Volumes:         <none>',
    '  Node-Selectors:  <none>',
    '  Tolerations:     <none>',
  ])
})

const probe = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 }
const RULES = 'delay=0s timeout=1s period=10s #success=1 #failure=3'

test.each([
  [{ exec: { command: ['cat', '/tmp/healthy'] } }, 'exec [cat /tmp/healthy]'],
  [{ httpGet: { scheme: 'HTTP', port: 'http', path: '/health?full' } }, 'http-get http://:http/health%3Ffull'],
  [{ httpGet: { scheme: 'HTTPS', host: '::1', port: 443, path: '/' } }, 'http-get https://[::1]:443/'],
  [{ tcpSocket: { port: 6379 } }, 'tcp-socket :6379'],
  [{ grpc: { port: 9000, service: '' } }, 'grpc <pod>:9000 '],
])('probe %j', (action, text) => {
  expect(described(web({ startupProbe: { ...probe, ...action } }))).toContain(`    Startup:       ${text} ${RULES}`)
})

test('where variables come from', () => {
  const lines = described(
    web({
      ports: [
        { containerPort: 80, protocol: 'TCP', name: 'http' },
        { containerPort: 53, protocol: 'UDP', hostPort: 53 },
      ],
      envFrom: [{ prefix: 'DB_', secretRef: { name: 'db', optional: true } }, { configMapRef: { name: 'settings' } }],
      env: [
        { name: 'TEXT', value: 'one\ntwo' },
        { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
        { name: 'POD_IP', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'status.podIP' } } },
        { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '0' } } },
        { name: 'MEMORY', valueFrom: { resourceFieldRef: { resource: 'requests.memory', divisor: '1Mi' } } },
      ],
      resources: { requests: { memory: '64Mi' } },
    }),
  )
  expect(lines.slice(4, 19)).toEqual([
    '    Image:       nginx:1.27',
    '    Ports:       80/TCP (http), 53/UDP',
    '    Host Ports:  0/TCP (http), 53/UDP',
    '    Requests:',
    '      memory:  64Mi',
    '    Environment Variables from:',
    "      db        Secret with prefix 'DB_'  Optional: true",
    '      settings  ConfigMap                 Optional: false',
    '    Environment:',
    '      TEXT:        one',
    '                   two',
    "      PASSWORD:    <set to the key 'password' in secret 'db'>  Optional: false",
    '      POD_IP:       (v1:status.podIP)',
    '      CPU:         node allocatable (limits.cpu)',
    '      MEMORY:      64 (requests.memory)',
  ])
})

test('volumes', () => {
  const source = (fields: object) => described({ ...web({}), volumes: [{ name: 'data', ...fields }] }).slice(9, -2)
  expect(source({ secret: { secretName: 'tls', optional: true } })).toEqual([
    '  Volumes:',
    '   data:',
    '    Type:          Secret (a volume populated by a Secret)',
    '    SecretName:    tls',
    '    Optional:      true',
  ])
  expect(source({ hostPath: { path: '/var/log', type: '' } }).slice(2)).toEqual([
    '    Type:          HostPath (bare host directory volume)',
    '    Path:          /var/log',
    '    HostPathType:  ',
  ])
  expect(source({ emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } }).slice(3)).toEqual([
    '    Medium:        Memory',
    '    SizeLimit:     64Mi',
  ])
  expect(source({ downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } })).toEqual([
    '  Volumes:',
    '   data:',
    '    Type:  DownwardAPI (a volume populated by information about the pod)',
    '    Items:',
    '      metadata.labels -> labels',
  ])
  expect(source({ projected: { sources: [{ secret: { name: 'a' } }] } }).slice(3)).toEqual([
    '    SecretName:          a',
    '    SecretOptionalName:  <nil>',
  ])
})

test('where it may run', () => {
  const lines = described({
    ...web({}),
    priorityClassName: 'high',
    tolerations: [
      { operator: 'Exists' },
      { key: 'b', value: 'x', effect: 'NoSchedule' },
      { key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 },
    ],
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'topology.kubernetes.io/zone',
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: { matchLabels: { app: 'web' } },
      },
    ],
  })
  expect(lines.slice(9)).toEqual([
    '  Volumes:                      <none>',
    '  Topology Spread Constraints:  topology.kubernetes.io/zone:DoNotSchedule when max skew 1 is exceeded for selector app=web',
    '  Priority Class Name:          high',
    '  Node-Selectors:               <none>',
    '  Tolerations:                  op=Exists',
    '                                a:NoExecute op=Exists for 30s',
    '                                b=x:NoSchedule',
  ])
})
