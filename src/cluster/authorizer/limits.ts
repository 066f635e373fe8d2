import type { Limits } from '../../api/webhooks.ts'
import { confirmNoEscalation } from './escalation.ts'
import { confirmParams } from './policy-params.ts'

/** What a user may not write although he may write objects of that kind. */
export const limits: Limits = (user, resource, next, previous, server) => {
  confirmNoEscalation(user, resource, next, previous, server.read)
  confirmParams(user, resource, next, previous, server)
}
