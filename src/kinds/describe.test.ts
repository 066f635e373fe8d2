import { expect, test } from 'vitest'
import type { KindDefinition, Reader, View } from '../api/kind.ts'
import type { KubeObject } from '../lib/objects.ts'
import { configMaps } from './configmap.ts'
import { events } from './event.ts'
import { namespaces } from './namespace.ts'
import { nodes } from './node/index.ts'
import { secrets } from './secret.ts'
import { serviceAccounts } from './serviceaccount.ts'

const T = '2026-11-22T04:28:07Z'
const now = Date.parse(T) + 5000

function viewOf(found: Record<string, unknown[]> = {}): View {
  const read = {
    get: () => undefined,
    list: () => [],
    find: (resource: string, term: string) => found[`${resource} ${term}`] ?? [],
    tally: () => 0,
    tallies: () => [],
  } as unknown as Reader
  return { read, now, query: {} }
}

const object = (kind: string, name: string, rest: object, metadata: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace: 'default', uid: `uid-${name}`, creationTimestamp: T, ...metadata },
  ...rest,
})

const tiny = {
  ...object('Pod', 'tiny', {}),
  spec: {
    containers: [
      { name: 'tiny', resources: { requests: { cpu: '250m', memory: '64Mi' }, limits: { memory: '128Mi' } } },
    ],
  },
  status: { phase: 'Running' },
}

const worker = object(
  'Node',
  'kubesim-worker',
  {
    spec: {
      podCIDR: '10.244.1.0/24',
      podCIDRs: ['10.244.1.0/24'],
      taints: [
        { key: 'b', effect: 'NoSchedule' },
        { key: 'a', value: 'x', effect: 'NoExecute' },
      ],
    },
    status: {
      addresses: [
        { type: 'InternalIP', address: '172.18.0.3' },
        { type: 'Hostname', address: 'kubesim-worker' },
      ],
      capacity: { cpu: '8', 'ephemeral-storage': '100Gi', memory: '16Gi', pods: '110' },
      allocatable: { cpu: '8', 'ephemeral-storage': '100Gi', memory: '16Gi', pods: '110' },
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          lastHeartbeatTime: T,
          lastTransitionTime: T,
          reason: 'KubeletReady',
          message: 'kubelet is posting ready status',
        },
      ],
      nodeInfo: { kernelVersion: '6.8.0', containerRuntimeVersion: 'containerd://2.2.0', kubeletVersion: 'v1.35.0' },
    },
  },
  { namespace: undefined, labels: { 'node-role.kubernetes.io/batch': '' } },
)

test.each<[string, KindDefinition<any>, KubeObject, Record<string, unknown[]>, string]>([
  [
    'configmap',
    configMaps,
    object('ConfigMap', 'app', { data: { color: 'blue', 'alpha.txt': 'first\n' }, binaryData: { raw: 'AAEC' } }),
    {},
    `Name:         app
Namespace:    default
Labels:       <none>
Annotations:  <none>

Data
====
alpha.txt:
----
first


color:
----
blue


BinaryData
====
raw: 3 bytes

Events:  <none>`,
  ],
  [
    'secret',
    secrets,
    object('Secret', 'login', { type: 'Opaque', data: { user: 'YW5uYQ==', password: 'Y29ycmVjdCBob3JzZQ==' } }),
    {},
    `Name:         login
Namespace:    default
Labels:       <none>
Annotations:  <none>

Type:  Opaque

Data
====
password:  13 bytes
user:      4 bytes`,
  ],
  [
    'serviceaccount',
    serviceAccounts,
    object('ServiceAccount', 'robot', { imagePullSecrets: [{ name: 'one' }, { name: 'two' }] }),
    {},
    `Name:                robot
Namespace:           default
Labels:              <none>
Annotations:         <none>
Image pull secrets:  one (not found)
                     two (not found)
Mountable secrets:   <none>
Tokens:              <none>
Events:              <none>`,
  ],
  [
    'namespace',
    namespaces,
    object(
      'Namespace',
      'north',
      { status: { phase: 'Active' } },
      { labels: { 'kubernetes.io/metadata.name': 'north' } },
    ),
    {},
    `Name:         north
Labels:       kubernetes.io/metadata.name=north
Annotations:  <none>
Status:       Active

No resource quota.

No LimitRange resource.`,
  ],
  [
    'event',
    events,
    object('Event', 'x.1', {
      involvedObject: { kind: 'Pod', name: 'x', apiVersion: 'v1' },
      count: 1,
      eventTime: null,
      message: 'text',
    }),
    {},
    `Name:         x.1
Namespace:    default
Labels:       <none>
Annotations:  <none>
API Version:  v1
Count:        1
Event Time:   <nil>
Involved Object:
  API Version:  v1
  Kind:         Pod
  Name:         x
Kind:           Event
Message:        text
Metadata:
  Creation Timestamp:  2026-11-22T04:28:07Z
  UID:                 uid-x.1
Events:                <none>`,
  ],
  [
    'node',
    nodes,
    worker,
    {
      'pods node=kubesim-worker': [tiny],
      'events about=kubesim-worker': [
        object('Event', 'e', {
          type: 'Normal',
          reason: 'NodeReady',
          message: 'Node kubesim-worker status is now: NodeReady',
          source: { component: 'kubelet' },
          firstTimestamp: T,
          lastTimestamp: T,
          count: 3,
        }),
      ],
    },
    `Name:               kubesim-worker
Roles:              batch
Labels:             node-role.kubernetes.io/batch=
Annotations:        <none>
CreationTimestamp:  Sun, 22 Nov 2026 04:28:07 +0000
Taints:             a=x:NoExecute
                    b:NoSchedule
Unschedulable:      false
Lease:
  HolderIdentity:  kubesim-worker
  AcquireTime:     <unset>
  RenewTime:       Sun, 22 Nov 2026 04:28:07 +0000
Conditions:
  Type    Status  LastHeartbeatTime                 LastTransitionTime                Reason         Message
  ----    ------  -----------------                 ------------------                ------         -------
  Ready   True    Sun, 22 Nov 2026 04:28:07 +0000   Sun, 22 Nov 2026 04:28:07 +0000   KubeletReady   kubelet is posting ready status
Addresses:
  InternalIP:  172.18.0.3
  Hostname:    kubesim-worker
Capacity:
  cpu:                8
  ephemeral-storage:  100Gi
  memory:             16Gi
  pods:               110
Allocatable:
  cpu:                8
  ephemeral-storage:  100Gi
  memory:             16Gi
  pods:               110
System Info:
  Machine ID:                 
  System UUID:                
  Boot ID:                    
  Kernel Version:             6.8.0
  OS Image:                   
  Operating System:           
  Architecture:               
  Container Runtime Version:  containerd://2.2.0
  Kubelet Version:            v1.35.0
  Kube-Proxy Version:         
PodCIDR:                      10.244.1.0/24
PodCIDRs:                     10.244.1.0/24
Non-terminated Pods:          (1 in total)
  Namespace                   Name    CPU Requests  CPU Limits  Memory Requests  Memory Limits  Age
  ---------                   ----    ------------  ----------  ---------------  -------------  ---
  default                     tiny    250m (3%)     0 (0%)      64Mi (0%)        128Mi (0%)     5s
Allocated resources:
  (Total limits may be over 100 percent, i.e., overcommitted.)
  Resource           Requests   Limits
  --------           --------   ------
  cpu                250m (3%)  0 (0%)
  memory             64Mi (0%)  128Mi (0%)
  ephemeral-storage  0 (0%)     0 (0%)
Events:
  Type    Reason     Age              From     Message
  ----    ------     ----             ----     -------
  Normal  NodeReady  5s (x3 over 5s)  kubelet  Node kubesim-worker status is now: NodeReady`,
  ],
])('describe %s', (_, kind, subject, found, text) => {
  expect(kind.describe!(subject, viewOf(found))).toBe(text)
})
