import { describe, expect, test } from 'vitest'
import { ApiError } from '../errors.ts'
import { decode } from './decode.ts'

const DEPLOYMENT = 'io.k8s.api.apps.v1.Deployment'
const message = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    expect(error).toBeInstanceOf(ApiError)
    return (error as Error).message
  }
  return 'accepted'
}

describe('wrong types, in the words of the API server', () => {
  const table: [schema: string, body: unknown, text: string][] = [
    [
      'apps.v1.Deployment',
      { spec: { replicas: 'three' } },
      'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [
      'core.v1.ConfigMap',
      { data: { port: 8080, debug: true } },
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal bool into Go struct field ConfigMap.data of type string',
    ],
    [
      'core.v1.Pod',
      { spec: { containers: [{ name: 'a', env: [{ name: 'PORT', value: 8080 }] }] } },
      'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal number into Go struct field EnvVar.spec.containers.env.value of type string',
    ],
    [
      'core.v1.Service',
      { spec: { ports: { http: 80 } } },
      'Service in version "v1" cannot be handled as a Service: json: cannot unmarshal object into Go struct field ServiceSpec.spec.ports of type []v1.ServicePort',
    ],
    [
      'core.v1.Service',
      { spec: { ports: [{ port: 80, targetPort: true }] } },
      'Service in version "v1" cannot be handled as a Service: json: cannot unmarshal bool into Go struct field ServicePort.spec.ports.targetPort of type int32',
    ],
    [
      'core.v1.Service',
      { spec: { ports: [{ port: 3000000000 }] } },
      'Service in version "v1" cannot be handled as a Service: json: cannot unmarshal number 3000000000 into Go struct field ServicePort.spec.ports.port of type int32',
    ],
    [
      'core.v1.Secret',
      { data: { user: 'not base64!' } },
      'Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte 3',
    ],
    [
      'core.v1.Pod',
      { spec: { containers: [{ name: 'a', resources: { limits: { cpu: 'much' } } }] } },
      `Pod in version "v1" cannot be handled as a Pod: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'`,
    ],
    [
      'core.v1.Pod',
      { spec: { containers: [{ name: 'a', imagePullPolicy: 1 }] } },
      'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal number into Go struct field Container.spec.containers.imagePullPolicy of type v1.PullPolicy',
    ],
    [
      'core.v1.Pod',
      { spec: 'x' },
      'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal string into Go struct field Pod.spec of type v1.PodSpec',
    ],
  ]
  test.each(table)('%s %j', (schema, body, text) => {
    expect(message(() => decode(schema, body, 'Ignore'))).toBe(text)
  })
})

describe('unknown fields', () => {
  const typo = {
    spec: { template: { spec: { containers: [{ name: 'main', imagePullPolcy: 'Always' }] } }, replica: 3 },
    metadata: { name: 'typo', lables: {} },
  }
  const unknown = [
    'unknown field "metadata.lables"',
    'unknown field "spec.replica"',
    'unknown field "spec.template.spec.containers[0].imagePullPolcy"',
  ]
  test('Strict refuses', () => {
    expect(message(() => decode(DEPLOYMENT, typo, 'Strict'))).toBe(
      `Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: ${unknown.join(', ')}`,
    )
  })
  test('Warn prunes and tells', () => {
    const { object, unknown: told } = decode(DEPLOYMENT, typo, 'Warn')
    expect(told).toEqual(unknown)
    expect(object.spec).not.toHaveProperty('replica')
  })
  test('Ignore prunes', () => {
    expect(decode(DEPLOYMENT, typo, 'Ignore').unknown).toEqual([])
  })
})

test('empty values are dropped, absent ones filled as the API server writes them', () => {
  const { object } = decode(
    DEPLOYMENT,
    {
      kind: 'Deployment',
      metadata: { name: 'web', labels: {}, annotations: null, creationTimestamp: null },
      spec: {
        replicas: 0,
        paused: false,
        selector: {},
        template: {
          spec: {
            containers: [
              {
                name: 'a',
                args: [],
                env: [{ name: 'E', value: '' }],
                resources: { limits: { cpu: 0.5, memory: '1024Mi' } },
                securityContext: {},
                volumeMounts: [{ name: 'v', mountPath: '/v', readOnly: false }],
              },
            ],
            volumes: [{ name: 'v', emptyDir: {} }],
            terminationGracePeriodSeconds: 0,
            hostNetwork: false,
          },
        },
      },
    },
    'Strict',
  )
  expect(object).toEqual({
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas: 0,
      selector: {},
      strategy: {},
      template: {
        metadata: {},
        spec: {
          containers: [
            {
              name: 'a',
              env: [{ name: 'E' }],
              resources: { limits: { cpu: '500m', memory: '1Gi' } },
              securityContext: {},
              volumeMounts: [{ name: 'v', mountPath: '/v' }],
            },
          ],
          volumes: [{ name: 'v', emptyDir: {} }],
          terminationGracePeriodSeconds: 0,
        },
      },
    },
    status: {},
  })
})

test('keys that mean something to JavaScript are data', () => {
  const body = JSON.parse('{"data": {"__proto__": "a", "constructor": "b"}, "constructor": 1, "__proto__": 2}')
  const { object, unknown } = decode('core.v1.ConfigMap', body, 'Warn')
  expect(JSON.stringify(object.data)).toBe('{"__proto__":"a","constructor":"b"}')
  expect(unknown).toEqual(['unknown field "__proto__"', 'unknown field "constructor"'])
})

test('the body stays as it is', () => {
  const body = Object.freeze({ data: Object.freeze({ a: 'b' }) })
  expect(decode('core.v1.ConfigMap', body, 'Strict').object.data).toEqual({ a: 'b' })
})
