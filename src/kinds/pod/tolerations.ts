import type { Toleration } from 'kubernetes-types/core/v1'
import type { PodSpec } from '../../lib/objects.ts'

const SECONDS = 300
const KEYS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']

/** Admission plugin DefaultTolerationSeconds: a pod stays five minutes on a node that has gone, unless it says else. */
export function admitTolerations(spec: PodSpec): void {
  for (const key of KEYS) {
    if (spec.tolerations?.some(each => covers(each, key))) continue
    const toleration: Toleration = { key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: SECONDS }
    if (spec.tolerations) spec.tolerations.push(toleration)
    else spec.tolerations = [toleration]
  }
}

const covers = (toleration: Toleration, key: string): boolean =>
  (!toleration.key || toleration.key === key) && (!toleration.effect || toleration.effect === 'NoExecute')
