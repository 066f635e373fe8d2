import { WebhookRefusal } from '../api/errors.ts'
import type { Reader } from '../api/kind.ts'
import type { Ms } from '../lib/time.ts'
import type { Controller } from './controller.ts'

/** client-go's rate limited queue: the first delay, doubled each time, and the longest. */
const FIRST: Ms = 5
const LAST: Ms = 1_000_000

const note = (key: string) => `refused/${key}`
const isAsked = (read: Reader) => read.tally('webhooks/mutating') > 0 || read.tally('webhooks/validating') > 0

/**
 * A controller whose writes webhooks may refuse: a round that ends so is played again later, as any error makes a real
 * controller do. Those that tell of the error themselves have done so before.
 */
export function patient(controller: Controller): Controller {
  const { waits } = controller
  return {
    ...controller,
    reconcile(key, ctx) {
      try {
        const result = controller.reconcile(key, ctx)
        if (isAsked(ctx.read) && ctx.note(note(key)) !== undefined) ctx.setNote(note(key), undefined)
        return result
      } catch (error) {
        if (!(error instanceof WebhookRefusal)) throw error
        const delay = ctx.note<Ms>(note(key)) ?? FIRST
        ctx.setNote(note(key), Math.min(delay * 2, LAST))
        return { requeueAfter: delay }
      }
    },
    waits: (key, read, own) => (waits?.(key, read, own) ?? false) || (isAsked(read) && own(note(key)) !== undefined),
  }
}
