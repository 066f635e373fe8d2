import type { Image } from './image.ts'
import { versions } from './tags.ts'

/** busybox: its shell ends at once without a command or a terminal. What its tools do is in shell/ and tools/. */
export const busybox = (): Image => ({
  names: [
    'busybox',
    'library/busybox',
    'gcr.io/google-containers/busybox',
    'registry.k8s.io/busybox',
    'k8s.gcr.io/busybox',
    'radial/busyboxplus',
  ],
  tags: versions({ 1: 40 }, 'stable', 'musl', 'glibc', 'uclibc', 'unstable'),
  size: 2_200_000,
  cmd: ['sh'],
  programs: [],
  userland: 'busybox',
  listens: () => [],
})
