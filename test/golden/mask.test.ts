import { expect, test } from 'vitest'
import { givenNumbers, mask } from './mask.ts'

test.each([
  ['uid: dfca7ac8-407c-4786-b1da-18a7e55f5735', 'uid: UID'],
  ['creationTimestamp: "2026-11-22T05:27:44Z"', 'creationTimestamp: TIME'],
  ['Start Time:       Sun, 22 Nov 2026 04:04:21 +0000', 'Start Time:  TIME'],
  ['Created on:  2026-11-22 04:04:21 +0000 UTC', 'Created on:  TIME'],
  ['  resourceVersion: "236"', '  resourceVersion: VERSION'],
  ['web-5d4f9c7b8-x2x9k   1/1   Running   0     2m3s', 'web-HASH-SUFFIX  1/1  Running  0  AGE'],
  ['pod-template-hash: 5d4f9c7b8', 'pod-template-hash: HASH'],
  [
    'api   ClusterIP   10.96.120.7   <none>   80:31234/TCP   5s',
    'api  ClusterIP  CLUSTER-IP  <none>  80:NODE-PORT/TCP  AGE',
  ],
  ['web   865bcbd496', 'web  HASH'],
  ['Normal    Started   kubelet', ''],
  ['kubernetes   ClusterIP   10.96.0.1', 'kubernetes  ClusterIP  10.96.0.1'],
  ['80:30080/TCP 10.96.7.7', '80:30080/TCP 10.96.7.7'],
  ['Endpoints:   10.244.1.2:80,10.244.2.3:80', 'Endpoints:  POD-IP:80,POD-IP:80'],
  ['  Normal  Scheduled  5s (x2 over 1m)  scheduler', '  Normal  Scheduled  AGE (x2 over AGE)  scheduler'],
  ['    cpu: 500m', '    cpu: 500m'],
  ["See 'kubectl get --help' for usage.", "See 'kubesim get --help' for usage."],
  ['kubectl.kubernetes.io/last-applied-configuration', 'kubectl.kubernetes.io/last-applied-configuration'],
  ['  Normal  Pulled     5s    kubelet  Container image present', ''],
])('%s', (line, masked) => {
  const given = givenNumbers('nodePort: 30080, 10.96.7.7')
  expect(mask({ stdout: [line], stderr: [], code: 0 }, 'x', given).stdout.join('\n')).toBe(masked)
})

test('a condition of the real kubelet is left out', () => {
  const stdout = `  conditions:
  - lastProbeTime: null
    status: "True"
    type: PodReadyToStartContainers
  - lastProbeTime: null
    type: Initialized
  Type   Status
  PodReadyToStartContainers   True`.split('\n')
  expect(mask({ stdout, stderr: [], code: 0 }, 'x', new Set()).stdout.join('\n')).toBe(
    '  conditions:\n  - lastProbeTime: null\n    type: Initialized\n  Type  Status',
  )
})

test('rows of one generated name are in no order, repeated waiting counts once', () => {
  const stdout = ['web-x2x9k   b', 'web-z4z5z   a', 'x   c']
  expect(mask({ stdout, stderr: [], code: 0 }, 'x', new Set()).stdout).toEqual([
    'web-SUFFIX  a',
    'web-SUFFIX  b',
    'x  c',
  ])
  const waits = ['Waiting', 'Waiting', 'done']
  expect(mask({ stdout: waits, stderr: [], code: 0 }, 'rollout status x', new Set()).stdout).toEqual([
    'Waiting',
    'done',
  ])
})
