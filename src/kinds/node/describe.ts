import type { View } from '../../api/kind.ts'
import { Describe, describeEvents } from '../../lib/describe.ts'
import { age } from '../../lib/duration.ts'
import type { Node, Pod } from '../../lib/objects.ts'
import {
  addAmounts,
  type Amount,
  type Amounts,
  amounts,
  formatAmount,
  podLimits,
  podRequests,
} from '../../lib/pod-resources.ts'
import { rfc1123, rfc3339 } from '../../lib/time.ts'
import { eventsAbout } from '../event.ts'
import { heardAt, LEASE_PERIOD, STATUS_PERIOD, stoppedAt } from './health.ts'
import { roles } from './roles.ts'

/** kubectl's text for a node (k8s.io/kubectl pkg/describe, describeNode). */
export function describe(node: Node, view: View): string {
  const { name, uid, labels, annotations, creationTimestamp } = node.metadata
  const text = new Describe()
  text.line(0, 'Name', name)
  text.line(0, 'Roles', roles(node).join(',') || '<none>')
  text.labels(labels).annotations(annotations)
  text.line(0, 'CreationTimestamp', rfc1123(creationTimestamp))
  writeTaints(text, node)
  text.line(0, 'Unschedulable', node.spec.unschedulable ?? false)
  const until = stoppedAt(node, view.read) ?? view.now
  writeLease(text, node, until)
  writeConditions(text, node, until)
  text.write(0, 'Addresses:\n')
  for (const { type, address } of node.status.addresses ?? []) text.line(1, type, address)
  writeQuantities(text, 'Capacity', node.status.capacity)
  writeQuantities(text, 'Allocatable', node.status.allocatable)
  writeSystemInfo(text, node)
  if (node.spec.podCIDR) text.line(0, 'PodCIDR', node.spec.podCIDR)
  if (node.spec.podCIDRs?.length) text.line(0, 'PodCIDRs', node.spec.podCIDRs.join(','))
  if (node.spec.providerID) text.line(0, 'ProviderID', node.spec.providerID)
  const pods = view.read
    .find<Pod>('pods', `node=${name}`)
    .filter(pod => pod.status.phase !== 'Succeeded' && pod.status.phase !== 'Failed')
  writePods(text, node, pods, view.now)
  return text.write(0, describeEvents(eventsAbout(view.read, uid, name), view.now)).toString()
}

function writeTaints(text: Describe, node: Node): void {
  const taints = [...(node.spec.taints ?? [])].sort((a, b) =>
    `${a.effect},${a.key}` < `${b.effect},${b.key}` ? -1 : 1,
  )
  text.write(0, 'Taints:\t')
  if (taints.length === 0) text.write(0, '<none>\n')
  taints.forEach(({ key, value, effect }, i) => {
    text.write(0, `${i > 0 ? '\t' : ''}${key}${value ? `=${value}` : ''}:${effect}\n`)
  })
}

function writeLease(text: Describe, node: Node, until: number): void {
  const renewed = heardAt(node, until, LEASE_PERIOD)
  text.write(0, 'Lease:\n')
  text.line(1, 'HolderIdentity', node.metadata.name)
  text.line(1, 'AcquireTime', '<unset>')
  text.line(1, 'RenewTime', rfc1123(rfc3339(renewed)))
}

function writeConditions(text: Describe, node: Node, until: number): void {
  const heard = rfc3339(heardAt(node, until, STATUS_PERIOD))
  const conditions = node.status.conditions ?? []
  if (conditions.length === 0) return
  text.write(0, 'Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage\n')
  text.write(1, '----\t------\t-----------------\t------------------\t------\t-------\n')
  const beat = (c: { lastHeartbeatTime?: string }) =>
    c.lastHeartbeatTime && (c.lastHeartbeatTime > heard ? c.lastHeartbeatTime : heard)
  for (const c of conditions) {
    const cells = [c.type, c.status, rfc1123(beat(c)), rfc1123(c.lastTransitionTime), c.reason ?? '']
    text.write(1, `${cells.join(' \t')} \t${c.message ?? ''}\n`)
  }
}

function writeQuantities(text: Describe, title: string, quantities: Record<string, string> | undefined): void {
  const names = Object.keys(quantities ?? {}).sort()
  if (names.length === 0) return
  text.write(0, `${title}:\n`)
  for (const name of names) text.line(1, name, quantities![name]!)
}

function writeSystemInfo(text: Describe, { status: { nodeInfo } }: Node): void {
  text.write(0, 'System Info:\n')
  text.line(1, 'Machine ID', nodeInfo?.machineID ?? '')
  text.line(1, 'System UUID', nodeInfo?.systemUUID ?? '')
  text.line(1, 'Boot ID', nodeInfo?.bootID ?? '')
  text.line(1, 'Kernel Version', nodeInfo?.kernelVersion ?? '')
  text.line(1, 'OS Image', nodeInfo?.osImage ?? '')
  text.line(1, 'Operating System', nodeInfo?.operatingSystem ?? '')
  text.line(1, 'Architecture', nodeInfo?.architecture ?? '')
  text.line(1, 'Container Runtime Version', nodeInfo?.containerRuntimeVersion ?? '')
  text.line(1, 'Kubelet Version', nodeInfo?.kubeletVersion ?? '')
  text.line(1, 'Kube-Proxy Version', nodeInfo?.kubeProxyVersion ?? '')
}

function writePods(text: Describe, node: Node, pods: Pod[], now: number): void {
  const capacity = amounts(node.status.allocatable ?? node.status.capacity)
  const share = (resource: string, part: Amount | undefined) => {
    const whole = capacity.get(resource)?.value ?? 0
    const percent = whole === 0 ? 0 : Math.trunc(((part?.value ?? 0) / whole) * 100)
    return `${formatAmount(resource, part)} (${percent}%)`
  }
  text.line(0, 'Non-terminated Pods', `(${pods.length} in total)`)
  text.write(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge\n')
  text.write(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---\n')
  const requests: Amounts = new Map()
  const limits: Amounts = new Map()
  for (const { metadata, spec } of pods) {
    const asked = podRequests(spec)
    const most = podLimits(spec)
    const cells = ['cpu', 'memory'].flatMap(r => [share(r, asked.get(r)), share(r, most.get(r))])
    text.write(
      1,
      `${metadata.namespace}\t${metadata.name}\t\t${cells.join('\t')}\t${age(metadata.creationTimestamp, now)}\n`,
    )
    addAmounts(requests, asked)
    addAmounts(limits, most)
  }
  text.write(0, 'Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)\n')
  text.write(1, 'Resource\tRequests\tLimits\n')
  text.write(1, '--------\t--------\t------\n')
  for (const resource of ['cpu', 'memory', 'ephemeral-storage', ...hugePages(capacity)]) {
    text.write(1, `${resource}\t${share(resource, requests.get(resource))}\t${share(resource, limits.get(resource))}\n`)
  }
  for (const resource of extended(capacity)) {
    const cells = [requests, limits].map(side => formatAmount(resource, side.get(resource)))
    text.write(1, `${resource}\t${cells.join('\t')}\n`)
  }
}

const hugePages = (capacity: Amounts) => [...capacity.keys()].filter(name => name.startsWith('hugepages-')).sort()

/** Resources that Kubernetes itself does not know, such as `example.com/gpu`. */
function extended(capacity: Amounts): string[] {
  const known = new Set(['cpu', 'memory', 'ephemeral-storage', 'pods'])
  return [...capacity.keys()].filter(name => !known.has(name) && !name.startsWith('hugepages-')).sort()
}
