import { goJsonPretty } from '../../lib/go-json.ts'
import type { HttpRequest, HttpResponse, Image } from './image.ts'
import { plainToSecure, text } from './page.ts'

const PORT = 6443

/** What everybody may read (ClusterRole system:public-info-viewer). */
const PUBLIC = /^\/(healthz|livez|readyz)$/

const VERBS: Record<string, string> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' }

/**
 * kube-apiserver as programs in Pods meet it: over TLS, and whoever has no token that it knows is system:anonymous, who may
 * ask for its version and health (upstream pkg/endpoints/handlers/responsewriters, errors.go).
 */
export const kubeApiserver = (): Image => ({
  names: ['registry.k8s.io/kube-apiserver'],
  cmd: ['kube-apiserver'],
  programs: ['*'],
  userland: 'none',
  listens: () => [{ port: PORT, protocol: 'TCP' }],
  tls: () => ({ subject: 'CN=kube-apiserver', isSigned: true }),
  http: (request, _, { tag }) => {
    if (!request.secure) return plainToSecure()
    const path = request.path.replace(/\?.*/, '')
    if (request.headers['authorization']) return status(401, 'Unauthorized', 'Unauthorized')
    if (PUBLIC.test(path)) return text('ok')
    return path === '/version' || path === '/version/' ? json(200, versionInfo(tag)) : forbidden(request.method, path)
  },
  logs: ({ startedAt }) => [{ at: startedAt, line: 'I Serving securely on [::]:6443' }],
})

function versionInfo(gitVersion: string): object {
  const [major, minor] = gitVersion.slice(1).split('.')
  return { major, minor, gitVersion, compiler: 'gc', platform: 'linux/amd64' }
}

/** `/api/v1/namespaces/shop/pods/x`, `/apis/apps/v1/deployments`; what has another form is no resource. */
const RESOURCE =
  /^\/(?:api|apis\/(?<group>[^/]+))\/v[^/]+\/(?:namespaces\/(?<namespace>[^/]+)\/)?(?<rest>[^/]+(?:\/.+)?)$/

export function forbidden(method: HttpRequest['method'], path: string): HttpResponse {
  const { group = '', namespace, rest } = RESOURCE.exec(path)?.groups ?? {}
  if (rest === undefined) {
    const message = `forbidden: User "system:anonymous" cannot ${method.toLowerCase()} path ${JSON.stringify(path)}`
    return status(403, 'Forbidden', message, {})
  }
  const [kind, name, sub] = rest.split('/')
  const verb = VERBS[method] ?? (name === undefined ? 'list' : 'get')
  const place = kind === 'namespaces' && name !== undefined ? name : namespace
  const scope = place === undefined ? 'at the cluster scope' : `in the namespace ${JSON.stringify(place)}`
  const subject = name === undefined ? kind : `${kind} ${JSON.stringify(name)}`
  const resource = sub === undefined ? kind! : `${kind}/${sub}`
  const denied = `User "system:anonymous" cannot ${verb} resource ${JSON.stringify(resource)} in API group ${JSON.stringify(group)}`
  const details = { ...(name === undefined ? {} : { name }), ...(group ? { group } : {}), kind }
  return status(403, 'Forbidden', `${subject} is forbidden: ${denied} ${scope}`, details)
}

function status(code: number, reason: string, message: string, details?: object): HttpResponse {
  const head = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason }
  return json(code, { ...head, ...(details ? { details } : {}), code })
}

const json = (code: number, body: object): HttpResponse => ({
  status: code,
  headers: {
    'cache-control': 'no-cache, private',
    'content-type': 'application/json',
    'x-content-type-options': 'nosniff',
  },
  body: goJsonPretty(body, false, '  '),
})
