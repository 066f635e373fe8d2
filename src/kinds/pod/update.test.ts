import { expect, test } from 'vitest'
import { fieldErrorText } from '../../api/errors.ts'
import type { Pod } from '../../lib/objects.ts'
import { defaultPod } from './defaults.ts'
import { validatePod } from './validate/pod.ts'

function pod(spec: object, metadata: object = {}): Pod {
  const made = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'probe', ...metadata }, spec, status: {} } as Pod
  defaultPod(made)
  return made
}

const probe = { name: 'probe', image: 'nginx:1.26' }
const errors = (next: Pod, previous: Pod) => validatePod(next, previous, {}).map(fieldErrorText)

const MUTABLE =
  'spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n'

test('an image may change', () => {
  expect(errors(pod({ containers: [{ ...probe, image: 'nginx:1.27' }] }), pod({ containers: [probe] }))).toEqual([])
})

test('a command may not, and the difference is shown as Go structs', () => {
  const next = pod({ containers: [{ ...probe, image: 'nginx:1.27', command: ['sleep', '1'] }] })
  expect(errors(next, pod({ containers: [probe] }))).toEqual([
    `${MUTABLE}@@ -5,7 +5,10 @@
   {
    "Name": "probe",
    "Image": "nginx:1.26",
-   "Command": null,
+   "Command": [
+    "sleep",
+    "1"
+   ],
    "Args": null,
    "WorkingDir": "",
    "Ports": [
`.replace('"Ports": [', '"Ports": null,'),
  ])
})

test('the lines of a whole volume', () => {
  const sources = [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    { downwardAPI: { items: [{ path: 'namespace', fieldRef: { fieldPath: 'metadata.namespace' } }] } },
  ]
  const previous = pod({ containers: [probe], volumes: [{ name: 'token', projected: { sources } }] })
  expect(errors(pod({ containers: [probe] }), previous)[0]).toContain('@@ -1,93 +1,5 @@\n {\n- "Volumes": [\n')
})

test('containers stay as many as they are', () => {
  const next = pod({ containers: [probe, { ...probe, name: 'second' }] })
  expect(errors(next, pod({ containers: [probe] }))).toEqual([
    'spec.containers: Forbidden: pod updates may not add or remove containers',
  ])
})

test('a deadline is set once and only brought forward', () => {
  const at = (activeDeadlineSeconds?: number) => pod({ containers: [probe], activeDeadlineSeconds })
  expect(errors(at(10), at())).toEqual([])
  expect(errors(at(5), at(10))).toEqual([])
  expect(errors(at(20), at(10))).toEqual([
    'spec.activeDeadlineSeconds: Invalid value: 20: must be less than or equal to previous value',
  ])
})

test('tolerations are only added', () => {
  const old = { key: 'a', operator: 'Exists' }
  const [none, one] = [pod({ containers: [probe] }), pod({ containers: [probe], tolerations: [old] })]
  expect(errors(one, none)).toEqual([])
  expect(errors(none, one)).toEqual([
    'spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds',
  ])
})

test('the cost of a deletion is a whole number', () => {
  const costs = (cost: string) =>
    pod({ containers: [probe] }, { annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost } })
  expect(errors(costs('-5'), costs('1'))).toEqual([])
  expect(errors(costs('cheap'), costs('1'))).toEqual([
    'metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: "cheap": must be a 32bit integer',
  ])
})
