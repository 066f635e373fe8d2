import type { Image } from './image.ts'

/** curlimages/curl: its entrypoint runs curl with the arguments, or a command when the first argument is one. */
export const curl = (): Image => ({
  names: ['curlimages/curl', 'quay.io/curl/curl', 'appropriate/curl'],
  size: 7_900_000,
  entrypoint: ['/entrypoint.sh'],
  cmd: ['curl'],
  programs: [],
  userland: 'alpine',
  tools: ['curl'],
  listens: () => [],
})
