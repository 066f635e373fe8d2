import type { Image } from './image.ts'

/** Docker's hello-world: says so and ends with 0. */
export const helloWorld = (): Image => ({
  names: ['hello-world'],
  size: 4_000,
  cmd: ['/hello'],
  programs: ['hello'],
  userland: 'none',
  listens: () => [],
  exits: () => ({ afterMs: 10, code: 0 }),
  logs: ({ startedAt: at }) => [
    { at, line: '' },
    { at, line: 'Hello from Docker!' },
    { at, line: 'This message shows that your installation appears to be working correctly.' },
    { at, line: '' },
  ],
})
