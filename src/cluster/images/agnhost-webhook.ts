import { isMap } from '../../lib/own.ts'
import type { Operation } from '../../lib/json-patch.ts'
import type { AdmissionWebhook, Exit, Judgement, ReviewRequest, Running } from './image.ts'
import { option, words } from './page.ts'

/** `agnhost webhook`: what judges a request at each path. Modelled on test/images/agnhost/webhook. */
const PATHS: Record<string, (request: ReviewRequest) => Judgement> = {
  '/always-allow-delay-5s': () => ({ allowed: true, takesMs: 5000 }),
  '/always-deny': () => denied('this webhook denies all requests'),
  '/add-label': addLabel,
  '/pods': judgePod,
  '/pods/attach': () => ({ allowed: true }),
  '/mutating-pods': mutatePod,
  '/configmaps': judgeConfigMap,
  '/mutating-configmaps': mutateConfigMap,
  '/custom-resource': judgeConfigMap,
  '/crd': judgeDefinition,
}

const denied = (message: string): Judgement => ({ allowed: false, status: { message } })
const isOf = ({ resource }: ReviewRequest, name: string) => resource.resource === name

const LABEL = { 'added-label': 'yes' }

function addLabel({ object }: ReviewRequest): Judgement {
  const labels = object?.metadata.labels
  if (labels?.['added-label'] !== undefined) return { allowed: true }
  const patch: Operation = labels
    ? { op: 'add', path: '/metadata/labels/added-label', value: 'yes' }
    : { op: 'add', path: '/metadata/labels', value: LABEL }
  return { allowed: true, patch: [patch] }
}

/** Far longer than anybody waits. */
const FOREVER = 1_000_000_000

function judgePod(request: ReviewRequest): Judgement {
  if (!isOf(request, 'pods')) return denied('expect resource to be {"" "v1" "pods"}')
  const mark = request.object?.metadata.labels?.['webhook-e2e-test']
  if (mark === 'wait-forever') return { allowed: false, takesMs: FOREVER }
  const wrong: string[] = []
  if (mark === 'webhook-disallow') wrong.push('the pod contains unwanted label;')
  for (const { name } of (request.object?.['spec']?.containers ?? []) as { name: string }[]) {
    if (name.includes('webhook-disallow')) wrong.push('the pod contains unwanted container name;')
  }
  return wrong.length > 0 ? denied(wrong.join(' ')) : { allowed: true }
}

function mutatePod({ object, name }: ReviewRequest): Judgement {
  const wanted = { image: 'webhook-added-image', name: 'webhook-added-init-container', resources: {} }
  const known = (object?.['spec']?.initContainers ?? []) as { name: string }[]
  if (name !== 'webhook-to-be-mutated' || known.some(each => each.name === wanted.name)) return { allowed: true }
  return { allowed: true, patch: [{ op: 'add', path: '/spec/initContainers', value: [wanted] }] }
}

const dataOf = (object: ReviewRequest['object']) => (isMap(object?.['data']) ? object['data'] : {})

function judgeConfigMap({ object, oldObject, operation, resource }: ReviewRequest): Judgement {
  const data = dataOf(operation === 'DELETE' ? oldObject : object)
  const what = resource.resource === 'configmaps' ? 'configmap' : 'custom resource'
  const bad = data['webhook-e2e-test'] === 'webhook-disallow'
  if (!bad) return { allowed: true }
  return denied(
    operation === 'DELETE' && what === 'custom resource'
      ? 'the custom resource cannot be deleted because it contains unwanted key and value'
      : `the ${what} contains unwanted ${what === 'configmap' ? 'key and value' : 'data'}`,
  )
}

function mutateConfigMap({ object }: ReviewRequest): Judgement {
  const data = dataOf(object)
  const patch: Operation[] = []
  if (data['mutation-start'] === 'yes') patch.push({ op: 'add', path: '/data/mutation-stage-1', value: 'yes' })
  if (data['mutation-stage-1'] === 'yes') patch.push({ op: 'add', path: '/data/mutation-stage-2', value: 'yes' })
  return patch.length > 0 ? { allowed: true, patch } : { allowed: true }
}

function judgeDefinition({ object }: ReviewRequest): Judgement {
  return object?.metadata.labels?.['webhook-e2e-test'] === 'webhook-disallow'
    ? denied('the crd contains unwanted label')
    : { allowed: true }
}

const isWebhook = (running: Running) => words(running).includes('webhook')

export const agnhostWebhook: AdmissionWebhook = {
  port: running => (isWebhook(running) ? Number(option(words(running), '--port') ?? 443) : undefined),
  judge: (request, path) => PATHS[path]?.(request),
}

/** Without a certificate it does not start. */
function missing(running: Running): string | undefined {
  for (const flag of ['--tls-cert-file', '--tls-private-key-file']) {
    const path = option(words(running), flag) ?? ''
    if (path === '' || running.files.read(path) === undefined) return path
  }
  return undefined
}

export const webhookExits = (running: Running): Exit | undefined =>
  isWebhook(running) && missing(running) !== undefined ? { afterMs: 100, code: 255 } : undefined

export function webhookLogs(running: Running) {
  const path = missing(running)
  return path === undefined
    ? []
    : [{ at: running.startedAt + 100, line: `F config.go: open ${path}: no such file or directory` }]
}
