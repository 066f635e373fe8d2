import type { Image, Running } from './image.ts'
import { slashTime } from './log-time.ts'
import { option, route, text, words } from './page.ts'

const listen = (running: Running) => option(words(running), '-listen', '--listen') ?? ':5678'
const port = (running: Running) => Number(listen(running).split(':').pop())
const echoed = (running: Running) => {
  const given = option(words(running), '-text', '--text') ?? running.env['ECHO_TEXT']
  return given ?? (running.tag.startsWith('0.') ? undefined : 'hello-world')
}

/** Answers every request with the text of `-text` (or ECHO_TEXT), on port 5678 (`-listen=:PORT`); old ones end without a text. */
export const httpEcho = (): Image => ({
  names: ['hashicorp/http-echo'],
  size: 2_900_000,
  entrypoint: ['/http-echo'],
  programs: ['http-echo'],
  userland: 'none',
  listens: running => [{ port: port(running), protocol: 'TCP' }],
  http: ({ path }, _, running) => {
    if (route(path).path === '/health') return text('{"status":"ok"}\n')
    return text(`${echoed(running) ?? ''}\n`, 200, { 'x-app-name': 'http-echo' })
  },
  exits: running => (echoed(running) === undefined ? { afterMs: 0, code: 127 } : undefined),
  logs: running => {
    const missing = echoed(running) === undefined
    const line = missing
      ? 'Missing -text option!'
      : `${slashTime(running.startedAt)} [INFO] server is listening on ${listen(running)}`
    return [{ at: running.startedAt, line }]
  },
})
