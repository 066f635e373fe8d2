import type { Reader } from '../../../api/kind.ts'
import type { Pod } from '../../../lib/objects.ts'
import { formatAmount } from '../../../lib/pod-resources.ts'
import { tolerates } from '../../../lib/tolerations.ts'
import { Cycle } from '../../scheduler/cycle.ts'
import type { NodeInfo } from '../../scheduler/node-info.ts'
import { without } from '../../scheduler/preemption.ts'
import type { PodInfo } from '../../scheduler/pod-info.ts'
import { refusalOf, scores } from '../../scheduler/schedule.ts'
import { cause, type Finding, listed, note } from '../finding.ts'

/** More nodes than this are told of in groups. */
const MOST = 12

/** What each node says to a pod, in the order of their names: why it is not there, or how good it would be. */
export function nodeFindings(pod: Pod, read: Reader): Finding[] {
  const cycle = new Cycle(without(new Set([pod]), read))
  if (cycle.nodes.length === 0) return [cause('There are no nodes.', 'kubesim node add')]
  const { nodeName: _, ...spec } = pod.spec
  const info = cycle.info({ ...pod, spec })
  const fitting: NodeInfo[] = []
  const refused: [NodeInfo, string][] = []
  for (const node of cycle.nodes) {
    const refusal = refusalOf(info, node, cycle)
    if (refusal) refused.push([node, refusal.reasons.map(reason => details(reason, info, node)).join('; ')])
    else fitting.push(node)
  }
  const points = fitting.length > 0 ? scores(info, fitting, cycle) : []
  const tell = pod.spec.nodeName ? note : cause
  const here = (node: NodeInfo) => (node.name === pod.spec.nodeName ? ', where it is' : '')
  const texts: [string, string][] = [
    ...fitting.map((node, i): [string, string] => [`${node.name}${here(node)}`, `it fits, with ${points[i]} points`]),
    ...refused.map(([node, text]): [string, string] => [`${node.name}${here(node)}`, text]),
  ]
  if (cycle.nodes.length <= MOST) return texts.map(([name, text]) => tell(`Node ${name}: ${text}.`))
  const groups = new Map<string, string[]>()
  for (const [name, text] of texts) groups.set(text, [...(groups.get(text) ?? []), name])
  return [...groups].map(([text, names]) => tell(`${names.length === 1 ? 'Node' : 'Nodes'} ${listed(names)}: ${text}.`))
}

/** The scheduler's reason with what stands behind it on this node. */
function details(reason: string, { pod, requests }: PodInfo, node: NodeInfo): string {
  const { facts } = node
  const resource = /^Insufficient (.*)$/.exec(reason)?.[1]
  if (resource) {
    const all = facts.allocatable.get(resource)
    const used = { cpu: node.cpu, memory: node.memory }[resource]
    const asked = formatAmount(resource, requests.get(resource))
    const left = all && used !== undefined ? formatAmount(resource, { ...all, value: all.value - used }) : undefined
    const of = all ? formatAmount(resource, all) : '0'
    if ((requests.get(resource)?.value ?? 0) > (all?.value ?? 0)) {
      return `too little ${resource}: it asks for ${asked}, and the whole node has ${of}`
    }
    return `too little ${resource}: it asks for ${asked}, and ${left === undefined ? 'of' : `${left} of`} ${of} ${left === undefined ? 'not enough is' : 'are'} left`
  }
  if (reason === 'Too many pods') return `it has all of its ${facts.pods} pods`
  if (reason.includes('untolerated taint')) {
    const taints = facts.taints.filter(t => t.effect !== 'PreferNoSchedule' && !tolerates(pod.spec.tolerations, t))
    const names = taints.map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`)
    return `it has the ${names.length === 1 ? 'taint' : 'taints'} ${listed(names)}, which the Pod does not tolerate`
  }
  if (reason.includes('node affinity/selector')) {
    const missing = Object.entries(pod.spec.nodeSelector ?? {}).filter(([key, value]) => facts.labels[key] !== value)
    if (missing.length === 0) return "it does not match the Pod's node affinity"
    return missing
      .map(([key, value]) => {
        const has = facts.labels[key]
        return `the Pod wants ${key}=${value}, and it has ${has === undefined ? 'no such label' : `${key}=${has}`}`
      })
      .join('; ')
  }
  return PLAIN[reason] ?? reason
}

const PLAIN: Record<string, string> = {
  'node(s) were unschedulable': 'it is cordoned',
  "node(s) didn't match the requested node name": 'it is not the node that the Pod names',
  "node(s) didn't satisfy plugin(s) [NodeAffinity]": 'the Pod is meant for another node',
  "node(s) didn't have free ports for the requested pod ports": 'a host port that the Pod wants is taken there',
  "node(s) didn't match pod affinity rules": 'no Pod that it wants to be near runs in its domain',
  "node(s) didn't match pod anti-affinity rules": 'a Pod that it wants to be away from runs in its domain',
  "node(s) didn't satisfy existing pods anti-affinity rules": 'a Pod there wants to be away from Pods like this',
  "node(s) didn't match pod topology spread constraints": 'the Pods would be spread too unevenly',
  "node(s) didn't match pod topology spread constraints (missing required label)":
    'it lacks a label by which the Pods are to be spread',
}
