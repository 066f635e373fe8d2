import type { PersistentVolumeClaim } from '../../lib/objects.ts'
import { isWholeBytes } from '../../lib/quantity.ts'

const OLD_CLASS = 'volume.beta.kubernetes.io/storage-class'

/** Modelled on pkg/api/persistentvolumeclaim. */
export function warnings({ metadata, spec }: PersistentVolumeClaim): string[] {
  const texts = claimSpecWarnings(spec, 'spec')
  if (metadata.annotations?.[OLD_CLASS] === undefined) return texts
  return [
    `metadata.annotations[${OLD_CLASS}]: deprecated since v1.8; use "storageClassName" attribute instead`,
    ...texts,
  ]
}

/** `path`: where the spec stands. */
export function claimSpecWarnings({ resources }: PersistentVolumeClaim['spec'], path: string): string[] {
  const texts: string[] = []
  for (const side of ['requests', 'limits'] as const) {
    const quantity = resources?.[side]?.['storage'] as string | undefined
    if (quantity === undefined || isWholeBytes(quantity)) continue
    const advice = `fractional byte value ${JSON.stringify(quantity)} is invalid, must be an integer`
    texts.push(`${path}.resources.${side}[storage]: ${advice}`)
  }
  return texts
}
