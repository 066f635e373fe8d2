import type { Image } from './image.ts'
import { html, route, text, titledPage, whoAnswers } from './page.ts'

const REGISTRIES = [
  'us-central1-docker.pkg.dev/online-boutique-ci/microservices-demo',
  'us-central1-docker.pkg.dev/google-samples/microservices-demo',
  'gcr.io/google-samples/microservices-demo',
]
const SERVICES = [
  'adservice',
  'cartservice',
  'checkoutservice',
  'currencyservice',
  'emailservice',
  'paymentservice',
  'productcatalogservice',
  'recommendationservice',
  'shippingservice',
]

const named = (name: string) => REGISTRIES.map(registry => `${registry}/${name}`)

/** Google's Online Boutique. Of gRPC kubesim speaks health checks only: the ports of its services answer with who answers. */
export const onlineBoutique = (): Image[] => [
  {
    names: named('frontend'),
    size: 18_000_000,
    cmd: ['/src/server'],
    programs: ['server'],
    userland: 'none',
    listens: ({ env }) => [{ port: Number(env['PORT'] || 8080), protocol: 'TCP' }],
    http: ({ path }, _, running) =>
      route(path).path === '/_healthz' ? text('ok') : html(titledPage('Online Boutique', running)),
  },
  {
    names: SERVICES.flatMap(named),
    size: 60_000_000,
    programs: ['*'],
    userland: 'none',
    grpc: () => 'SERVING',
    http: (_, __, running) => text(`${whoAnswers(running)}\n`),
  },
  {
    names: named('loadgenerator'),
    size: 70_000_000,
    programs: ['*'],
    userland: 'debian',
    listens: () => [],
  },
]
