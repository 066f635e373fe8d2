import type { Webhooks } from '../../api/webhooks.ts'
import { applyPolicies, areBound } from '../policies/index.ts'
import { webhooks } from '../webhooks/index.ts'
import { isExempt } from './match.ts'

/** Who judges what is written, in the order of the API server's admission plugins: policies before validating webhooks. */
export const judges: Webhooks = (phase, read) => {
  const hooks = webhooks(phase, read)
  if (phase === 'mutating' || !areBound(read)) return hooks
  return (review, connection) => {
    if (!isExempt(review)) applyPolicies(review, connection)
    return hooks?.(review, connection)
  }
}
