import { matchesNode } from '../../lib/node-affinity.ts'
import type { DaemonSet, Node, Pod, PodSpec } from '../../lib/objects.ts'
import { tolerates } from '../../lib/tolerations.ts'
import { daemonSpec } from './pod.ts'

/** `run`: the node ought to have a pod. `keep`: one that it has may stay. */
export interface Place {
  run: boolean
  keep: boolean
}

const NOWHERE: Place = { run: false, keep: false }

/** Objects are immutable, so what was worked out about them stays true. */
const known = new WeakMap<PodSpec, WeakMap<Node, Place>>()

/** Modelled on pkg/controller/daemon/daemon_controller.go, NodeShouldRunDaemonPod. */
export function placeOn(node: Node, ds: DaemonSet): Place {
  const spec = daemonSpec(ds)
  let places = known.get(spec)
  if (!places) known.set(spec, (places = new WeakMap()))
  let place = places.get(node)
  if (!place) places.set(node, (place = judge(node, spec)))
  return place
}

function judge(node: Node, spec: PodSpec): Place {
  const { name, labels = {} } = node.metadata
  if (spec.nodeName && spec.nodeName !== name) return NOWHERE
  if (!matchesNode(spec, name, labels)) return NOWHERE
  const repelled = (effects: string[]) =>
    (node.spec.taints ?? []).some(taint => effects.includes(taint.effect) && !tolerates(spec.tolerations, taint))
  if (!repelled(['NoSchedule', 'NoExecute'])) return { run: true, keep: true }
  return { run: false, keep: !repelled(['NoExecute']) }
}

/** The node that a pod was made for; undefined when that cannot be told. */
export function targetNode({ spec }: Pod): string | undefined {
  return spec.nodeName || namedNode(spec)
}

function namedNode(spec: PodSpec): string | undefined {
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms
  for (const { matchFields } of terms ?? []) {
    for (const { key, operator, values } of matchFields ?? []) {
      if (key === 'metadata.name' && operator === 'In' && values?.length === 1) return values[0]
    }
  }
  return undefined
}
