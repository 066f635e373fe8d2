import type { PodSpec } from './objects.ts'

export interface Taint {
  key: string
  value?: string
  effect: string
}

export type Tolerations = NonNullable<PodSpec['tolerations']>

/** Whether one toleration covers the taint (k8s.io/api core/v1, Toleration.ToleratesTaint). */
function covers(toleration: Tolerations[number], { key, value = '', effect }: Taint): boolean {
  if (toleration.effect && toleration.effect !== effect) return false
  if (toleration.key && toleration.key !== key) return false
  const { operator = 'Equal' } = toleration
  return operator === 'Exists' || (operator === 'Equal' && !!toleration.key && (toleration.value ?? '') === value)
}

export function tolerates(tolerations: Tolerations | undefined, taint: Taint): boolean {
  if (tolerations) for (let i = 0; i < tolerations.length; i++) if (covers(tolerations[i]!, taint)) return true
  return false
}

/** How long a pod may stay on a node with these taints (NoExecute), in seconds; Infinity: for ever. */
export function staySeconds(tolerations: Tolerations | undefined, taints: readonly Taint[]): number {
  let seconds = Number.POSITIVE_INFINITY
  for (const taint of taints) {
    const fitting = tolerations?.filter(toleration => covers(toleration, taint)) ?? []
    if (fitting.length === 0) return 0
    for (const { tolerationSeconds } of fitting) {
      if (tolerationSeconds !== undefined) seconds = Math.min(seconds, Math.max(0, tolerationSeconds))
    }
  }
  return seconds
}
