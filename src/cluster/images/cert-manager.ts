import type { Image, Running } from './image.ts'
import { option, plainToSecure, text, words } from './page.ts'

const port = (running: Running, flag: string, otherwise: number) => Number(option(words(running), flag) ?? otherwise)
const securePort = (running: Running) => port(running, '--secure-port', 10250)
const healthPort = (running: Running) => port(running, '--healthz-port', 6080)

/** The webhook of cert-manager: takes whatever the schemas of its kinds let pass. */
export const certManagerWebhook = (): Image => ({
  names: ['quay.io/jetstack/cert-manager-webhook'],
  size: 17_000_000,
  cmd: ['/app/cmd/webhook/webhook'],
  programs: ['webhook'],
  userland: 'none',
  listens: running => [securePort, healthPort].map(each => ({ port: each(running), protocol: 'TCP' })),
  http: ({ path, secure }, at, running) =>
    at === securePort(running) && !secure
      ? plainToSecure()
      : /^\/(livez|healthz)/.test(path)
        ? text('ok')
        : text('404 page not found\n', 404),
  webhook: { port: securePort, judge: () => ({ allowed: true }) },
  logs: running => [
    { at: running.startedAt, line: `I "listening for secure connections" address=":${securePort(running)}"` },
  ],
})
