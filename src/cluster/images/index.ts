import { agnhost } from './agnhost.ts'
import { bookinfo } from './bookinfo.ts'
import { busybox } from './busybox.ts'
import { certManagerWebhook } from './cert-manager.ts'
import { curl } from './curl.ts'
import { echoserver } from './echoserver.ts'
import { generic } from './generic.ts'
import { guestbook } from './guestbook.ts'
import { helloApp } from './hello-app.ts'
import { helloWorld } from './hello-world.ts'
import { httpEcho } from './http-echo.ts'
import { httpd } from './httpd.ts'
import type { Image } from './image.ts'
import { ingressNginx } from './ingress-nginx/index.ts'
import { kubeApiserver } from './kube-apiserver.ts'
import { kubeProxy } from './kube-proxy.ts'
import { kubeSystem } from './kube-system.ts'
import { memcached } from './memcached.ts'
import { metricsServer } from './metrics-server.ts'
import { mongo } from './mongo.ts'
import { mysql } from './mysql.ts'
import { nginx } from './nginx.ts'
import { onlineBoutique } from './online-boutique.ts'
import { linux } from './linux.ts'
import { pause } from './pause.ts'
import { podinfo } from './podinfo.ts'
import { postgres } from './postgres.ts'
import { rabbitmq } from './rabbitmq.ts'
import { redis } from './redis.ts'
import { parseReference } from './reference.ts'
import { stress } from './stress.ts'
import { votingApp } from './voting-app.ts'
import { whoami } from './whoami.ts'

/** Every image that behaves like itself; the generic one answers for all others. */
export const IMAGES: readonly Image[] = [
  agnhost,
  ...bookinfo,
  busybox,
  certManagerWebhook,
  curl,
  echoserver,
  ...guestbook,
  helloApp,
  helloWorld,
  httpEcho,
  httpd,
  ingressNginx,
  kubeApiserver,
  kubeProxy,
  ...kubeSystem,
  ...linux,
  memcached,
  metricsServer,
  mongo,
  ...mysql,
  nginx,
  ...onlineBoutique,
  pause,
  podinfo,
  postgres,
  rabbitmq,
  redis,
  stress,
  ...votingApp,
  whoami,
]

const BY_NAME = new Map<string, Image>()
const BY_PREFIX: [prefix: string, image: Image][] = []
for (const image of IMAGES) {
  for (const name of image.names) {
    if (name.endsWith('*')) BY_PREFIX.push([name.slice(0, -1), image])
    else BY_NAME.set(name, image)
  }
}
BY_PREFIX.sort(([a], [b]) => b.length - a.length)

/** The behaviour of an image by its name without tag, as people write it (`Reference.familiar`). The longest match wins. */
export function imageNamed(familiar: string): Image {
  const exact = BY_NAME.get(familiar)
  if (exact) return exact
  return BY_PREFIX.find(([prefix]) => familiar.startsWith(prefix))?.[1] ?? generic
}

const parsed = new Map<string, { image: Image; tag: string }>()

/** Behaviour and tag of an image reference (`nginx:1.27`). */
export function imageOf(reference: string): { image: Image; tag: string } {
  let known = parsed.get(reference)
  if (!known) {
    const { familiar, tag } = parseReference(reference) ?? { familiar: reference, tag: 'latest' }
    known = { image: imageNamed(familiar), tag: tag || 'latest' }
    parsed.set(reference, known)
  }
  return known
}
