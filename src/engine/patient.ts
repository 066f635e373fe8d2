import { AdmissionRefusal, ApiError } from '../api/errors.ts'
import type { Reader } from '../api/kind.ts'
import { clone } from '../lib/clone.ts'
import type { Ms } from '../lib/time.ts'
import type { Context, Controller } from './controller.ts'

/** client-go's rate limited queue: the first delay, doubled each time, and the longest. */
const FIRST: Ms = 5
const LAST: Ms = 1_000_000

const note = (key: string) => `refused/${key}`
/** Whether a round of this controller was ever refused: until then its memory need not be looked after. */
const EVER = 'refused'
const JUDGES = ['webhooks/mutating', 'webhooks/validating', 'policies']
const isAsked = (read: Reader) => JUDGES.some(name => read.tally(name) > 0)

/** By admission: webhooks, policies, quotas, a namespace that is going away. */
const isRefusal = (error: unknown): boolean =>
  error instanceof AdmissionRefusal || (error instanceof ApiError && error.reason === 'Forbidden')

/**
 * A controller whose writes may be refused: a round that ends so is played again later, as any error makes a real
 * controller do. Those that tell of the error themselves have done so before.
 */
export function patient(controller: Controller): Controller {
  const { waits, retryAt } = controller
  const later = (key: string, ctx: Context): { requeueAfter: Ms } => {
    const delay = ctx.note<Ms>(note(key)) ?? FIRST
    ctx.setNote(note(key), Math.min(delay * 2, LAST))
    ctx.setNote(EVER, true)
    return { requeueAfter: retryAt ? retryAt(ctx.now) - ctx.now : delay }
  }
  return {
    ...controller,
    reconcile(key, ctx) {
      let round = ctx
      const isCareful = isAsked(ctx.read) || ctx.note(EVER) !== undefined
      if (isCareful) {
        // What a round that fails has done to its memory on the way must not stay.
        round = { ...ctx, note: <T>(name: string) => clone(ctx.note<T>(name)) }
        // It only writes again what it could not write, and has told of all else before.
        if (retryAt && ctx.note(note(key)) !== undefined) round.event = () => {}
      }
      try {
        const result = controller.reconcile(key, round)
        if (isCareful && ctx.note(note(key)) !== undefined) ctx.setNote(note(key), undefined)
        return result
      } catch (error) {
        if (!isRefusal(error)) throw error
        return later(key, ctx)
      }
    },
    waits: (key, read, own) => (waits?.(key, read, own) ?? false) || own(note(key)) !== undefined,
  }
}
