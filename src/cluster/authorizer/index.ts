import type { Call, Reply, User } from '../../api/call.ts'
import { forbidden } from '../../api/errors.ts'
import type { Admission, Reader } from '../../api/kind.ts'
import { type Attributes, isAllowed, rulesFor } from './rules.ts'

/** Who calls when nobody else is named. */
export const ADMIN: User = { name: 'admin', uid: 'admin', groups: ['system:masters', 'system:authenticated'] }

/** Calls that are kubesim's own and not the API's. */
const OWN = 'network'

/** What a call wants to do, in RBAC's words. */
function attributesOf({ verb, resource: whole, subresource, namespace, name }: Call): Attributes {
  const dot = whole.indexOf('.')
  const [resource, group] = dot < 0 ? [whole, ''] : [whole.slice(0, dot), whole.slice(dot + 1)]
  // The way into a container is a create of its subresource; its log is read.
  const asked = verb === 'connect' ? (subresource === 'log' ? 'get' : 'create') : verb
  return { verb: asked, group, resource, subresource, namespace, name }
}

/** Throws Forbidden when the user that a call names may not make it. */
export function authorize(call: Call, read: Reader): void {
  const { user } = call
  if (!user || call.resource === OWN) return
  const wanted = attributesOf(call) as Exclude<Attributes, { path: string }>
  if (isAllowed(user, wanted, read)) return
  const resource = wanted.subresource ? `${wanted.resource}/${wanted.subresource}` : wanted.resource
  const where = wanted.namespace === undefined ? 'at the cluster scope' : `in the namespace "${wanted.namespace}"`
  throw forbidden(
    call.resource,
    call.name ?? '',
    `User "${user.name}" cannot ${wanted.verb} resource "${resource}" in API group "${wanted.group}" ${where}`,
  )
}

const answer = (body: unknown): Reply => ({ code: 201, body, warnings: [] })

/** SelfSubjectAccessReview: may the caller do it? */
function accessReview(call: Call, { read }: Admission): Reply {
  const { spec = {} } = call.body as any
  const { resourceAttributes: asked, nonResourceAttributes: path } = spec
  const wanted: Attributes = path
    ? { verb: path.verb, path: path.path }
    : { ...asked, group: asked.group ?? '', namespace: asked.namespace || undefined, name: asked.name || undefined }
  const allowed = isAllowed(call.user ?? ADMIN, wanted, read)
  return answer({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    metadata: {},
    spec,
    status: { allowed },
  })
}

/** SelfSubjectRulesReview: everything that the caller may do in a namespace. */
function rulesReview(call: Call, { read }: Admission): Reply {
  const { spec = {} } = call.body as any
  const rules = rulesFor(call.user ?? ADMIN, spec.namespace, read)
  const status = {
    resourceRules: rules.filter(rule => rule.resources),
    nonResourceRules: rules.filter(rule => rule.nonResourceURLs),
    incomplete: false,
  }
  return answer({ apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', metadata: {}, spec, status })
}

/** SelfSubjectReview: who is the caller? */
function selfReview({ user = ADMIN }: Call, { now }: Admission): Reply {
  const { name: username, uid, groups } = user
  const userInfo = { groups, ...(uid ? { uid } : {}), username }
  const metadata = { creationTimestamp: new Date(now).toISOString().replace('.000Z', 'Z') }
  return answer({ apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview', metadata, status: { userInfo } })
}

export const handlers = {
  'selfsubjectaccessreviews.authorization.k8s.io/': accessReview,
  'selfsubjectrulesreviews.authorization.k8s.io/': rulesReview,
  'selfsubjectreviews.authentication.k8s.io/': selfReview,
}
