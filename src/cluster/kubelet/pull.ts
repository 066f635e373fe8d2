import type { Ms } from '../../lib/time.ts'
import type { Reader } from '../../api/kind.ts'
import { pullFault } from '../faults/faults.ts'
import type { Prng } from '../../lib/prng.ts'
import { fnv32a } from '../../lib/hash.ts'
import { formatGoDuration } from '../../lib/duration.ts'
import { imageOf } from '../images/index.ts'
import { canonicalReference, parseReference } from '../images/reference.ts'
import { isMissingTag } from '../images/tags.ts'

/** Why an image cannot be had, in the words of containerd; undefined when it can. */
export function pullError(image: string, read: Reader): string | undefined {
  const reference = parseReference(image)
  if (!reference) return undefined
  const { image: known, tag } = imageOf(image)
  const canonical = canonicalReference(reference)
  const prefix = `failed to pull and unpack image "${canonical}": failed to resolve reference "${canonical}": `
  if (isMissingTag(reference.repository)) {
    const why = 'pull access denied, repository does not exist or may require authorization: '
    return `${prefix}${why}server message: insufficient_scope: authorization failed`
  }
  const faulty = pullFault(read, image)
  if (faulty !== undefined) return `${prefix}${faulty}`
  const missing = isMissingTag(tag) || (reference.tag !== '' && known.tags?.(tag) === false)
  return missing ? `rpc error: code = NotFound desc = ${prefix}${canonical}: not found` : undefined
}

/** How long the first pull on a node takes. */
export function pullTime(image: string, rng: Prng): Ms {
  const [low, high] = imageOf(image).image.pullMs ?? [500, 2000]
  return rng.between(low, high)
}

/** Asking the registry again (imagePullPolicy Always) while the layers are there. */
export const checkTime = (rng: Prng): Ms => rng.between(200, 500)

/** Bytes, the same for a reference at all times. */
export function imageSize(image: string): number {
  return imageOf(image).image.size ?? 20_000_000 + (fnv32a(image) % 180_000_000)
}

export function pulledMessage(image: string, took: Ms): string {
  const time = formatGoDuration(took)
  return `Successfully pulled image "${image}" in ${time} (${time} including waiting). Image size: ${imageSize(image)} bytes.`
}
