import type { HttpResponse, Running } from './image.ts'

/** `Pod web-1 (10.244.1.2) on kubesim-worker, namespace default, image nginx:1.27`: who answered. */
export function whoAnswers({ pod, container }: Running): string {
  const { name, namespace } = pod.metadata
  return `Pod ${name} (${pod.status.podIP ?? ''}) on ${pod.spec.nodeName ?? ''}, namespace ${namespace}, image ${container.image}`
}

export function text(body: string, status = 200, headers: Record<string, string> = {}): HttpResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body }
}

/** What a Go server says to a client that begins without TLS. */
export const plainToSecure = (): HttpResponse => text('Client sent an HTTP request to an HTTPS server.\n', 400)

export function html(body: string, status = 200, headers: Record<string, string> = {}): HttpResponse {
  return { status, headers: { 'content-type': 'text/html', ...headers }, body }
}

export function json(value: unknown, status = 200): HttpResponse {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: `${JSON.stringify(value)}\n` }
}

/** A minimal page with a title and who answered. */
export function titledPage(title: string, running: Running): string {
  return (
    `<!DOCTYPE html>\n<html>\n<head><title>${title}</title></head>\n` +
    `<body>\n<h1>${title}</h1>\n<p>${whoAnswers(running)}</p>\n</body>\n</html>\n`
  )
}

/** The path of a request without its query, and the query's fields. */
export function route(path: string): { path: string; query: Record<string, string> } {
  const [bare = '/', search = ''] = path.split('?')
  const query: Record<string, string> = {}
  for (const field of search.split('&')) {
    const [name = '', value = ''] = field.split('=')
    if (name) query[decode(name)] = decode(value)
  }
  return { path: decode(bare), query }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '))
  } catch {
    return text
  }
}

/** Value of `--port=8080`, `-port 8080` in an argument vector. */
export function option(argv: readonly string[], ...names: string[]): string | undefined {
  for (let i = 0; i < argv.length; i++) {
    for (const name of names) {
      if (argv[i] === name) return argv[i + 1]
      if (argv[i]!.startsWith(`${name}=`)) return argv[i]!.slice(name.length + 1)
    }
  }
  return undefined
}

/** Every word of the container's own command line. */
export const words = ({ container }: Running): string[] => [...(container.command ?? []), ...(container.args ?? [])]
