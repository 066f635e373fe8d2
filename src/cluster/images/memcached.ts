import type { Image } from './image.ts'
import { option, words } from './page.ts'
import { versions } from './tags.ts'

/** memcached on port 11211: a TCP port that speaks no HTTP, and no logs. Data is not simulated. */
export const memcached = (): Image => ({
  names: ['memcached', 'library/memcached'],
  tags: versions({ 1: 6 }, 'alpine', 'bookworm', 'trixie'),
  size: 34_000_000,
  cmd: ['memcached'],
  programs: ['memcached'],
  userland: 'debian',
  listens: running => [{ port: Number(option(words(running), '-p', '--port') ?? 11211), protocol: 'TCP' }],
  http: () => undefined,
})
