import type { Image } from './image.ts'

/** Does nothing, well behaved: ends when it is asked to. */
export const pause = (): Image => ({
  names: [
    'registry.k8s.io/pause',
    'k8s.gcr.io/pause',
    'gcr.io/google_containers/pause',
    'rancher/mirrored-pause',
    'kubernetes/pause',
  ],
  size: 320_000,
  entrypoint: ['/pause'],
  programs: ['pause'],
  userland: 'none',
  listens: () => [],
})
