import { AdmissionRefusal } from '../api/errors.ts'
import type { Reader } from '../api/kind.ts'
import { clone } from '../lib/clone.ts'
import type { Ms } from '../lib/time.ts'
import type { Context, Controller } from './controller.ts'

/** client-go's rate limited queue: the first delay, doubled each time, and the longest. */
const FIRST: Ms = 5
const LAST: Ms = 1_000_000

const note = (key: string) => `refused/${key}`
const JUDGES = ['webhooks/mutating', 'webhooks/validating', 'policies']
const isAsked = (read: Reader) => JUDGES.some(name => read.tally(name) > 0)

/**
 * A controller whose writes webhooks and policies may refuse: a round that ends so is played again later, as any error makes a real
 * controller do. Those that tell of the error themselves have done so before.
 */
export function patient(controller: Controller): Controller {
  const { waits, retryAt } = controller
  return {
    ...controller,
    reconcile(key, ctx) {
      if (!isAsked(ctx.read)) return controller.reconcile(key, ctx)
      try {
        // What a round that fails has done to its memory on the way must not stay.
        const round: Context = { ...ctx, note: <T>(name: string) => clone(ctx.note<T>(name)) }
        // It only writes again what it could not write, and has told of all else before.
        if (retryAt && ctx.note(note(key)) !== undefined) round.event = () => {}
        const result = controller.reconcile(key, round)
        if (ctx.note(note(key)) !== undefined) ctx.setNote(note(key), undefined)
        return result
      } catch (error) {
        if (!(error instanceof AdmissionRefusal)) throw error
        const delay = ctx.note<Ms>(note(key)) ?? FIRST
        ctx.setNote(note(key), Math.min(delay * 2, LAST))
        return { requeueAfter: retryAt ? retryAt(ctx.now) - ctx.now : delay }
      }
    },
    waits: (key, read, own) => (waits?.(key, read, own) ?? false) || (isAsked(read) && own(note(key)) !== undefined),
  }
}
