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

/**
 * Every file of images, with words of which one stands in each of their names: a cluster has a few images, and only their files
 * are entered. The generic image answers for what is in none of them.
 */
export const FILES: readonly [words: string, images: () => Image | Image[]][] = [
  ['agnhost', agnhost],
  ['bookinfo', bookinfo],
  ['busybox', busybox],
  ['cert-manager', certManagerWebhook],
  ['curl', curl],
  ['echo', echoserver],
  ['gb-', guestbook],
  ['hello-app', helloApp],
  ['hello-world', helloWorld],
  ['http-echo', httpEcho],
  ['httpd', httpd],
  ['ingress-nginx', ingressNginx],
  ['kube-apiserver', kubeApiserver],
  ['kube-proxy', kubeProxy],
  ['coredns etcd ingress-nginx kindest kube- rancher', kubeSystem],
  [
    'alpine debian ubuntu fedora centos bash netshoot dnsutils python node golang ruby perl jdk temurin corretto',
    linux,
  ],
  ['memcached', memcached],
  ['metrics-server', metricsServer],
  ['mongo', mongo],
  ['mysql mariadb', mysql],
  ['nginx', nginx],
  ['microservices-demo', onlineBoutique],
  ['pause', pause],
  ['podinfo', podinfo],
  ['postgres', postgres],
  ['rabbitmq', rabbitmq],
  ['redis valkey', redis],
  ['stress', stress],
  ['votingapp', votingApp],
  ['whoami', whoami],
]

const made = new Map<() => Image | Image[], Image[]>()

/** The images of a file, which stay the same. */
function imagesOf(file: () => Image | Image[]): Image[] {
  let images = made.get(file)
  if (!images) made.set(file, (images = [file()].flat()))
  return images
}

/** The behaviour of an image by its name without tag, as people write it (`Reference.familiar`). The longest match wins. */
export function imageNamed(familiar: string): Image {
  let best = generic
  let longest = -1
  for (const [words, file] of FILES) {
    if (!words.split(' ').some(word => familiar.includes(word))) continue
    for (const image of imagesOf(file)) {
      for (const name of image.names) {
        if (name === familiar) return image
        if (!name.endsWith('*') || !familiar.startsWith(name.slice(0, -1)) || name.length <= longest) continue
        best = image
        longest = name.length
      }
    }
  }
  return best
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
