import type { Connection } from '../../../api/kind.ts'
import { formatGoDuration } from '../../../lib/duration.ts'
import type { Event, Node, Pod } from '../../../lib/objects.ts'
import { controllerOf } from '../../../lib/owner.ts'
import { amounts, formatAmount } from '../../../lib/pod-resources.ts'
import { refusal } from '../../kubelet/admission.ts'
import type { Memory } from '../../kubelet/life.ts'
import { cause, counted, type Finding, listed, note } from '../finding.ts'
import { origin } from './containers.ts'
import { inNamespace } from './pod.ts'

const REJECTED = 'Pod was rejected: '

export const isRefused = ({ status }: Pod): boolean => status.message?.startsWith(REJECTED) === true

/** A pod that its kubelet has not taken: what it lacked, how it came there, and what follows from it. */
export function refusalFindings(pod: Pod, connection: Connection): Finding[] {
  const events = connection.read.find<Event>('events', `about=${pod.metadata.uid}`)
  const has = (wanted: string) => events.some(({ reason }) => reason === wanted)
  const when = has('Started') ? ' when the node was on again' : ''
  const did = `The kubelet of node ${pod.spec.nodeName} did not take it${when}`
  const asked = has('Scheduled') || !has(pod.status.reason ?? '')
  return [cause(`${did}: ${lack(pod, connection)}.`), ...(asked ? [] : [unasked(pod)]), ...flood(pod, connection)]
}

/** What its kubelet is about to refuse it for; undefined when it is not. */
export function comingRefusal(pod: Pod, connection: Connection): Finding[] | undefined {
  const { read, note: memory, now } = connection
  const { namespace, name } = pod.metadata
  const at = memory<Memory>(`kubelet/${namespace}/${name}`)?.refusal?.at
  const node = read.get<Node>('nodes', undefined, pod.spec.nodeName ?? '')
  const why = at === undefined || !node ? undefined : refusal(pod, node, read)
  if (!why) return undefined
  const status = { ...pod.status, reason: why.reason, message: `${REJECTED}${why.message}` }
  const when = formatGoDuration(Math.max(1000, Math.ceil((at! - now) / 1000) * 1000))
  const text = `The kubelet of node ${node!.metadata.name} will not take it: ${lack({ ...pod, status }, connection)}. It comes to tell so in ${when}.`
  return [cause(text), ...flood(pod, connection)]
}

const unasked = (pod: Pod): Finding =>
  cause(
    `The scheduler, which would have looked for a node that takes it, was not asked: spec.nodeName was set when the Pod was made.`,
    `kubectl get ${origin(pod)}${inNamespace(pod)} -o yaml`,
  )

function flood(pod: Pod, { read }: Connection): Finding[] {
  const owner = controllerOf(pod)
  if (!owner) return []
  const failed = read
    .list<Pod>('pods', pod.metadata.namespace)
    .filter(other => isRefused(other) && controllerOf(other)?.uid === owner.uid)
  if (failed.length < 2) return []
  const text = `${owner.kind} ${owner.name} makes another for each one that fails, and does not learn from it: ${counted(failed.length, 'Pod')} of it lie here refused. They stay until somebody deletes them.`
  return [note(text, `kubectl delete pods --field-selector=status.phase=Failed${inNamespace(pod)}`)]
}

const SHORT = /resource: (\S+), requested: (\d+), used: (\d+), capacity: (\d+)$/

function lack({ spec, status }: Pod, { read }: Connection): string {
  const [, resource, requested, used, capacity] = SHORT.exec(status.message ?? '') ?? []
  if (resource === 'pods') return `it has all of its ${capacity} Pods`
  const node = read.get<Node>('nodes', undefined, spec.nodeName ?? '')
  if (resource !== undefined) {
    const { binary = false } = amounts(node?.status.allocatable).get(resource) ?? {}
    const text = (value: string | undefined) => formatAmount(resource, { value: Number(value), binary })
    return `it asks for ${text(requested)} of ${resource}, and Pods that were there had ${text(used)} of ${text(capacity)}`
  }
  switch (status.reason) {
    case 'NodeAffinity': {
      const labels = node?.metadata.labels ?? {}
      const missing = Object.entries(spec.nodeSelector ?? {}).filter(([key, value]) => labels[key] !== value)
      if (missing.length === 0) return 'the node does not match its node affinity'
      return `the node lacks the ${missing.length === 1 ? 'label' : 'labels'} ${listed(missing.map(([key, value]) => `${key}=${value}`))} of its nodeSelector`
    }
    case 'NodePorts':
      return 'a host port that it wants was taken there'
    case 'TaintToleration':
      return 'the node has a taint NoExecute that it does not tolerate'
    default:
      return (status.message ?? '').slice(REJECTED.length)
  }
}
