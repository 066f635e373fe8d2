import type { HttpRequest, HttpResponse, Image, Port, Running } from './image.ts'
import { slashTime } from './log-time.ts'
import { html, route, text, titledPage } from './page.ts'
import { versions } from './tags.ts'

const ROOT = '/usr/share/nginx/html'
/** The last patch version of each minor one, which the short tag means. */
const PATCHES: Record<string, string> = {
  '1.23': '1.23.4',
  '1.24': '1.24.0',
  '1.25': '1.25.5',
  '1.26': '1.26.3',
  '1.27': '1.27.5',
  '1.28': '1.28.0',
  '1.29': '1.29.3',
}

function version({ tag }: Running): string {
  const match = /^1\.\d+(\.\d+)?/.exec(tag)
  if (!match) return tag.startsWith('stable') ? '1.28.0' : '1.29.3'
  return match[1] ? match[0] : (PATCHES[match[0]] ?? `${match[0]}.0`)
}

/** Configuration that was mounted into the container; without any, the image's own default server on port 80. */
function configuration(running: Running): string | undefined {
  const { files } = running
  const names = files.list('/etc/nginx/conf.d')?.filter(name => name.endsWith('.conf')) ?? []
  const texts = names.map(name => files.read(`/etc/nginx/conf.d/${name}`) ?? '')
  const main = files.read('/etc/nginx/nginx.conf')
  return main === undefined && !texts.length ? undefined : [main ?? '', ...texts].join('\n')
}

function listens(running: Running): Port[] {
  const config = configuration(running)
  const ports = new Set<number>()
  for (const match of config?.matchAll(/^\s*listen\s+(?:[\d.]+:|\*:)?(\d+)\b/gm) ?? []) ports.add(Number(match[1]))
  if (config === undefined) ports.add(running.container.image?.includes('unprivileged') ? 8080 : 80)
  return [...ports].map(port => ({ port, protocol: 'TCP' }))
}

function errorPage(status: number, words: string, running: Running): HttpResponse {
  const title = `${status} ${words}`
  const page = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n`
  const headers = { server: `nginx/${version(running)}` }
  return html(`${page}<hr><center>nginx/${version(running)}</center>\r\n</body>\r\n</html>\r\n`, status, headers)
}

/** A `return CODE "text";` of the configuration, if the first location that fits has one. */
function configured(path: string, running: Running): HttpResponse | undefined {
  const config = configuration(running) ?? ''
  let best: { length: number; body: string } | undefined
  for (const [, modifier, prefix = '', body = ''] of config.matchAll(/location\s+(=\s*)?(\/\S*)\s*\{([^}]*)\}/g)) {
    const fits = modifier ? path === prefix : path.startsWith(prefix)
    if (fits && (!best || prefix.length > best.length)) best = { length: prefix.length, body }
  }
  const answer = /return\s+(\d{3})(?:\s+(?:"([^"]*)"|'([^']*)'|([^;\s]+)))?\s*;/.exec(best?.body ?? config)
  if (!answer) return undefined
  const body = (answer[2] ?? answer[3] ?? answer[4] ?? '').replace(/\\n/g, '\n')
  const { metadata } = running.pod
  const filled = body.replace(/\$(hostname|server_addr|uri|request_uri)/g, (_, name: string) =>
    name === 'hostname' ? metadata.name : name === 'server_addr' ? (running.pod.status.podIP ?? '') : path,
  )
  return text(filled, Number(answer[1]), { server: `nginx/${version(running)}` })
}

function http(request: HttpRequest, _: number, running: Running): HttpResponse {
  const { path } = route(request.path)
  const answer = configured(path, running)
  if (answer) return answer
  const headers = { server: `nginx/${version(running)}` }
  const file = path.endsWith('/') ? `${path}index.html` : path
  const content = running.files.read(ROOT + file)
  if (content === undefined) {
    // A folder that was mounted over the document root hides the image's own page: then listing it is forbidden.
    return path === '/' ? errorPage(403, 'Forbidden', running) : errorPage(404, 'Not Found', running)
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return errorPage(405, 'Not Allowed', running)
  return file.endsWith('.html') ? html(content, 200, headers) : text(content, 200, headers)
}

/**
 * nginx on port 80 (nginx-unprivileged: 8080). Its welcome page keeps the real title and heading and says besides which
 * pod answered, so that balancing can be seen; files that are mounted or written below /usr/share/nginx/html are served
 * as they are. Of a mounted configuration it understands `listen` and `return`.
 */
export const nginx = (): Image => ({
  names: [
    'nginx',
    'nginxinc/nginx-unprivileged',
    'library/nginx',
    'public.ecr.aws/nginx/nginx',
    'quay.io/nginx/nginx-unprivileged',
  ],
  tags: versions({ 1: 31 }, 'stable', 'mainline', 'alpine', 'perl', 'otel', 'bookworm', 'trixie', 'alpine3'),
  memory: () => 6 * 2 ** 20,
  size: 72_000_000,
  cmd: ['nginx', '-g', 'daemon off;'],
  programs: ['nginx', 'nginx-debug'],
  userland: 'debian',
  tools: ['curl'],
  listens,
  http,
  files: running => ({ [`${ROOT}/index.html`]: titledPage('Welcome to nginx!', running) }),
  exec: (argv, running) => {
    const has = (flag: string) => argv.includes(flag)
    const file = '/etc/nginx/nginx.conf'
    if (has('-v') || has('-V')) return { stdout: '', stderr: `nginx version: nginx/${version(running)}\n`, code: 0 }
    if (has('-t')) {
      const lines = [`the configuration file ${file} syntax is ok`, `configuration file ${file} test is successful`]
      return { stdout: '', stderr: lines.map(line => `nginx: ${line}\n`).join(''), code: 0 }
    }
    return has('-s') ? { stdout: '', stderr: '', code: 0 } : undefined
  },
  logs: running => {
    const at = running.startedAt
    const script = (words: string) => `/docker-entrypoint.sh: ${words}`
    const notice = (words: string) => `${slashTime(at)} [notice] 1#1: ${words}`
    const lines = [
      script('/docker-entrypoint.d/ is not empty, will attempt to perform configuration'),
      script('Looking for shell scripts in /docker-entrypoint.d/'),
      script('Launching /docker-entrypoint.d/10-listen-on-ipv6-by-default.sh'),
      script('Launching /docker-entrypoint.d/20-envsubst-on-templates.sh'),
      script('Launching /docker-entrypoint.d/30-tune-worker-processes.sh'),
      script('Configuration complete; ready for start up'),
      notice('using the "epoll" event method'),
      notice(`nginx/${version(running)}`),
      notice('start worker processes'),
      notice('start worker process 29'),
    ]
    return lines.map(line => ({ at, line }))
  },
})
