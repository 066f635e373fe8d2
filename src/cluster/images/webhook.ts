/** Containers that are admission webhooks: what they show over TLS, and how they answer an AdmissionReview. */
import { isMap } from '../../lib/own.ts'
import type {
  AdmissionWebhook,
  Certificate,
  HttpRequest,
  HttpResponse,
  Judgement,
  ReviewRequest,
  Running,
} from './image.ts'
import { imageOf } from './index.ts'

/** `allow`, or `deny: TEXT`: makes a webhook of a Pod whose image nobody knows as one. */
const ANNOTATION = 'kubesim.dev/admission'

const DECLARED: AdmissionWebhook = {
  port: ({ container }) => container.ports?.find(({ protocol = 'TCP' }) => protocol === 'TCP')?.containerPort,
  judge(_, __, { pod }) {
    const [, text] = /^deny(?::\s*(.*))?$/s.exec(pod.metadata.annotations![ANNOTATION]!) ?? []
    if (text === undefined) return { allowed: true }
    return { allowed: false, status: { message: text, reason: 'Forbidden', code: 403 } }
  },
}

function webhookOf(running: Running): AdmissionWebhook | undefined {
  if (running.pod.metadata.annotations?.[ANNOTATION] !== undefined) return DECLARED
  return imageOf(running.container.image ?? '').image.webhook
}

/** What the container shows on the port on which it takes reviews; undefined: it takes none there. */
export function webhookCertificate(port: number, running: Running): Certificate | undefined {
  const webhook = webhookOf(running)
  if (!webhook || webhook.port(running) !== port) return undefined
  return { subject: 'CN=admission-webhook', isSigned: true, authorities: authorities(running) }
}

/** A Secret with a certificate that is mounted is what the program serves with. */
function authorities({ pod, container, files }: Running): string[] | undefined {
  for (const { name, mountPath } of container.volumeMounts ?? []) {
    if (!pod.spec.volumes?.some(volume => volume.name === name && volume.secret)) continue
    const known = ['ca.crt', 'ca', 'tls.crt', 'cert'].flatMap(file => files.read(`${mountPath}/${file}`) ?? [])
    if (known.length > 0) return known
  }
  return undefined
}

/** The answer to a review; undefined: it is none, or comes to another port. */
export function answerReview(request: HttpRequest, port: number, running: Running): HttpResponse | undefined {
  if (!request.secure || request.method !== 'POST') return undefined
  const webhook = webhookOf(running)
  if (!webhook || webhook.port(running) !== port) return undefined
  const review = parsed(request.body)
  if (!review) return undefined
  const judgement = webhook.judge(review, request.path.replace(/\?.*/, ''), running)
  return judgement && responseOf(review, judgement)
}

function parsed(body: string): ReviewRequest | undefined {
  try {
    const review = JSON.parse(body)
    return isMap(review) && isMap(review['request']) ? (review['request'] as unknown as ReviewRequest) : undefined
  } catch {
    return undefined
  }
}

function responseOf({ uid }: ReviewRequest, { takesMs, patch, ...judgement }: Judgement): HttpResponse {
  const patched = patch && { patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(patch)).toString('base64') }
  const review = {
    kind: 'AdmissionReview',
    apiVersion: 'admission.k8s.io/v1',
    response: { uid, ...judgement, ...patched },
  }
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(review), takesMs }
}
