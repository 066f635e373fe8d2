/** How workload controllers make and remove pods. Modelled on pkg/controller/controller_utils.go, RealPodControl. */
import { ApiError } from '../api/errors.ts'
import type { Context } from '../engine/controller.ts'
import type { KubeObject, Pod } from '../lib/objects.ts'

/** Makes a pod and tells so. The error when it could not be made; a namespace that is going away is none to speak of. */
export function createPod(owner: KubeObject, pod: Pod, from: string, ctx: Context): ApiError | undefined {
  try {
    const { name } = ctx.api.create(pod).metadata
    ctx.event(owner, 'Normal', 'SuccessfulCreate', `Created pod: ${name}`, { from })
    return undefined
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (isNamespaceTerminating(error)) return undefined
    ctx.event(owner, 'Warning', 'FailedCreate', `Error creating: ${error.message}`, { from })
    return error
  }
}

export const isNamespaceTerminating = ({ status }: ApiError): boolean =>
  status.details?.causes?.some(cause => cause.reason === 'NamespaceTerminating') ?? false

export function deletePod(owner: KubeObject, pod: Pod, from: string, ctx: Context): void {
  ctx.api.delete(pod)
  ctx.event(owner, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`, { from })
}

/** Makes things in batches of 1, 2, 4, ...; the batch in which one fails is the last. Answers the last failure. */
export function slowStart<T, F>(things: readonly T[], make: (thing: T) => F | undefined): F | undefined {
  for (let size = 1, made = 0; made < things.length; size *= 2) {
    let failure: F | undefined
    for (const end = Math.min(things.length, made + size); made < end; made++) failure = make(things[made]!) ?? failure
    if (failure) return failure
  }
  return undefined
}

/** Retries of a failed round begin here and double (ms). */
const FIRST_RETRY = 5
const LAST_RETRY = 1_000_000

/** How long to wait before the next try of a key that failed (client-go's rate limited queue). */
export function retryDelay(key: string, ctx: Context): number {
  const delay = ctx.note<number>(`retry/${key}`) ?? FIRST_RETRY
  ctx.setNote(`retry/${key}`, Math.min(delay * 2, LAST_RETRY))
  return delay
}

export function forgetRetries(key: string, ctx: Context): undefined {
  if (ctx.note(`retry/${key}`) !== undefined) ctx.setNote(`retry/${key}`, undefined)
}
