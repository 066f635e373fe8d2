import type { Volume } from 'kubernetes-types/core/v1'
import type { Pod } from './objects.ts'

/** The claim behind a volume of a pod: the one it names, or the one that is made for it alone (`ephemeral`). */
export function claimNameOf({ metadata }: Pod, { name, persistentVolumeClaim, ephemeral }: Volume): string | undefined {
  if (persistentVolumeClaim) return persistentVolumeClaim.claimName
  return ephemeral ? `${metadata.name}-${name}` : undefined
}

export function claimNamesOf(pod: Pod): string[] {
  const names: string[] = []
  for (const volume of pod.spec.volumes ?? []) {
    const name = claimNameOf(pod, volume)
    if (name !== undefined) names.push(name)
  }
  return names
}
