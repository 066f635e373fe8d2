import type { User } from '../../api/call.ts'
import type { Review } from '../../api/webhooks.ts'
import { ADMIN } from '../authorizer/index.ts'
import { groupVersion, placeOf } from './match.ts'

export const userOf = ({ user }: Review): User => user ?? ADMIN

/** What is sent to subresources that say nothing of its kind. */
const OPTIONS: Record<string, string> = {
  exec: 'PodExecOptions',
  attach: 'PodAttachOptions',
  portforward: 'PodPortForwardOptions',
  proxy: 'PodProxyOptions',
}
const OPERATION_OPTIONS: Record<Review['operation'], string | undefined> = {
  CREATE: 'CreateOptions',
  UPDATE: 'UpdateOptions',
  DELETE: 'DeleteOptions',
  CONNECT: undefined,
}

/** `request` as expressions see it: an AdmissionRequest without uid and objects. `form` is the version that is matched. */
export function requestFields(review: Review, form: string): Record<string, unknown> {
  const { kind, operation, subresource, name, object, dryRun } = review
  const namespace = placeOf(review)
  const kindIn = (apiVersion: string) => {
    const options = OPTIONS[subresource ?? '']
    if (options) return { group: '', version: 'v1', kind: options }
    if (subresource && object?.kind) return { ...groupVersion(object.apiVersion), kind: object.kind }
    return { ...groupVersion(apiVersion), kind: kind.names.kind }
  }
  const resourceIn = (apiVersion: string) => ({ ...groupVersion(apiVersion), resource: kind.names.plural })
  const { name: username, uid, groups } = userOf(review)
  const options = OPERATION_OPTIONS[operation]
  return {
    kind: kindIn(form),
    resource: resourceIn(form),
    ...(subresource ? { subResource: subresource, requestSubResource: subresource } : {}),
    requestKind: kindIn(review.apiVersion),
    requestResource: resourceIn(review.apiVersion),
    ...(name ? { name } : {}),
    ...(namespace === undefined ? {} : { namespace }),
    operation,
    userInfo: { username, ...(uid ? { uid } : {}), groups },
    dryRun,
    ...(options ? { options: { kind: options, apiVersion: 'meta.k8s.io/v1' } } : {}),
  }
}
