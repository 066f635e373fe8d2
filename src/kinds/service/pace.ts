import type { Context } from '../../engine/controller.ts'
import type { Ms } from '../../lib/time.ts'

/**
 * Services with many endpoints are looked at at most ten times a second, so that a thousand Pods that become ready within
 * a second are a handful of writes and not a thousand. Controllers of a real cluster fall behind in the same way.
 */
const PERIOD: Ms = 100
const MANY = 100

const note = (key: string) => `looked/${key}`

/** How long to wait before looking at the Service again; undefined: look now. */
export function wait(key: string, ctx: Context): Ms | undefined {
  const last = ctx.note<Ms>(note(key))
  return last !== undefined && ctx.now < last + PERIOD ? last + PERIOD - ctx.now : undefined
}

/** Remembers that the Service was looked at, when it has many endpoints. */
export function looked(key: string, endpoints: number, ctx: Context): undefined {
  if (endpoints > MANY) ctx.setNote(note(key), ctx.now)
  else if (ctx.note<Ms>(note(key)) !== undefined) ctx.setNote(note(key), undefined)
}
