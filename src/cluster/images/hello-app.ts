import type { Image, Running } from './image.ts'
import { slashTime } from './log-time.ts'
import { text } from './page.ts'
import { versions } from './tags.ts'

const port = ({ env }: Running) => Number(env['PORT'] || 8080)

/** The sample of the GKE tutorials: greets with its version (the tag) and host name, on port 8080 (PORT). */
export const helloApp = (): Image => ({
  names: ['gcr.io/google-samples/hello-app', 'us-docker.pkg.dev/google-samples/containers/gke/hello-app'],
  tags: versions({ 1: 0, 2: 0 }),
  size: 11_500_000,
  cmd: ['/hello-app'],
  programs: ['hello-app'],
  userland: 'none',
  listens: running => [{ port: port(running), protocol: 'TCP' }],
  http: (_, __, running) => {
    const version = running.tag.startsWith('2') ? '2.0.0' : '1.0.0'
    return text(`Hello, world!\nVersion: ${version}\nHostname: ${running.pod.metadata.name}\n`)
  },
  logs: running => [
    { at: running.startedAt, line: `${slashTime(running.startedAt)} Server listening on port ${port(running)}` },
  ],
})
