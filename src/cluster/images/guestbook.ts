import type { Image } from './image.ts'
import { html, route, text, titledPage } from './page.ts'
import { redis } from './redis.ts'

/** The guestbook of the Kubernetes examples: a PHP frontend and Redis with followers. Entries are not simulated. */
export const guestbook = (): Image[] => [
  {
    names: [
      'gcr.io/google-samples/gb-frontend',
      'gcr.io/google_samples/gb-frontend',
      'us-docker.pkg.dev/google-samples/containers/gke/gb-frontend',
    ],
    size: 160_000_000,
    cmd: ['apache2-foreground'],
    programs: ['apache2-foreground'],
    userland: 'debian',
    tools: ['curl'],
    listens: () => [{ port: 80, protocol: 'TCP' }],
    http: ({ path }, _, running) => {
      const { path: file } = route(path)
      return file === '/' || file === '/index.html' ? html(titledPage('Guestbook', running)) : text('Not Found\n', 404)
    },
  },
  {
    ...redis(),
    names: [
      'gcr.io/google_samples/gb-redisslave',
      'gcr.io/google-samples/gb-redisslave',
      'gcr.io/google_samples/gb-redis-follower',
      'us-docker.pkg.dev/google-samples/containers/gke/gb-redis-follower',
    ],
    tags: undefined,
    cmd: ['/run.sh'],
    programs: [...redis().programs, 'run.sh'],
  },
]
