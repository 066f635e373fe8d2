import type { Column } from '../../api/kind.ts'
import { isTrue } from '../../lib/conditions.ts'
import { age } from '../../lib/duration.ts'
import type { Pod } from '../../lib/objects.ts'
import type { Ms } from '../../lib/time.ts'
import { podStatusText } from './status-text.ts'

export const columns = (): Column<Pod>[] => [
  { name: 'Name', value: pod => pod.metadata.name },
  { name: 'Ready', value: readyText },
  { name: 'Status', value: pod => podStatusText(pod).status },
  { name: 'Restarts', value: (pod, { now }) => restartsText(pod, now) },
  { name: 'Age', value: (pod, { now }) => age(pod.metadata.creationTimestamp, now) },
  { name: 'IP', wide: true, value: ({ status }) => status.podIP || '<none>' },
  { name: 'Node', wide: true, value: ({ spec }) => spec.nodeName || '<none>' },
  { name: 'Nominated Node', wide: true, value: ({ status }) => status.nominatedNodeName || '<none>' },
  { name: 'Readiness Gates', wide: true, value: gatesText },
]

function readyText(pod: Pod): string {
  const { ready, total } = podStatusText(pod)
  return `${ready}/${total}`
}

function restartsText(pod: Pod, now: Ms): string {
  const { restarts, lastRestart } = podStatusText(pod)
  return lastRestart ? `${restarts} (${age(lastRestart, now)} ago)` : String(restarts)
}

function gatesText({ spec, status }: Pod): string {
  const gates = spec.readinessGates ?? []
  if (gates.length === 0) return '<none>'
  return `${gates.filter(gate => isTrue(status.conditions, gate.conditionType)).length}/${gates.length}`
}
