import { formatIp4, parseIp4 } from '../../lib/ip.ts'
import type { Node } from '../../lib/objects.ts'
import { prng } from '../../lib/prng.ts'
import { type Ms, rfc3339 } from '../../lib/time.ts'

export const VERSION = 'v1.35.0'

/** Each node has a /24 of the pod range 10.244.0.0/16. */
export const MAX_NODES = 256

const FIRST_ADDRESS = parseIp4('172.18.0.2')!
const CONTROL_PLANE = 'node-role.kubernetes.io/control-plane'
const REGION = 'local'

export const nodeName = (index: number): string =>
  index === 0 ? 'kubesim-control-plane' : `kubesim-worker${index === 1 ? '' : index}`

export const nodeAddress = (index: number): string => formatIp4(FIRST_ADDRESS + index)

/** Node 0 is the control plane; it takes ordinary pods only when it is alone. */
export function node(index: number, options: { nodes: number; zones: string[]; seed: number; now: Ms }): Node {
  const { nodes, zones, seed, now } = options
  const name = nodeName(index)
  const random = prng(seed, 'node', name)
  const time = rfc3339(now)
  const condition = (type: string, status: string, reason: string, message: string) => ({
    type,
    status,
    reason,
    message,
    lastHeartbeatTime: time,
    lastTransitionTime: time,
  })
  const quantities = { cpu: '8', 'ephemeral-storage': '100Gi', memory: '16Gi', pods: '110' }
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: { 'node.alpha.kubernetes.io/ttl': '0' },
      labels: {
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        ...(index === 0 ? { [CONTROL_PLANE]: '' } : {}),
        'topology.kubernetes.io/region': REGION,
        'topology.kubernetes.io/zone': zones[index % zones.length]!,
      },
    },
    spec: {
      podCIDR: `10.244.${index}.0/24`,
      podCIDRs: [`10.244.${index}.0/24`],
      taints: index === 0 && nodes > 1 ? [{ key: CONTROL_PLANE, effect: 'NoSchedule' }] : undefined,
    },
    status: {
      addresses: [
        { type: 'InternalIP', address: nodeAddress(index) },
        { type: 'Hostname', address: name },
      ],
      allocatable: quantities,
      capacity: quantities,
      conditions: [
        condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
        condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
        condition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
        condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'),
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: {
        architecture: 'amd64',
        bootID: random.uuid(),
        containerRuntimeVersion: 'containerd://2.2.0',
        kernelVersion: '6.8.0',
        kubeProxyVersion: '',
        kubeletVersion: VERSION,
        machineID: random.uuid().replaceAll('-', ''),
        operatingSystem: 'linux',
        osImage: 'Debian GNU/Linux 12 (bookworm)',
        systemUUID: random.uuid(),
      },
    },
  }
}
