import type { Image } from './image.ts'
import { apacheTime } from './log-time.ts'
import { html, route, text, whoAnswers } from './page.ts'
import { versions } from './tags.ts'

const ROOT = '/usr/local/apache2/htdocs'
const SERVER = { server: 'Apache/2.4.65 (Unix)' }

/** Apache httpd on port 80. `It works!` is followed by which pod answered; mounted files are served as they are. */
export const httpd = (): Image => ({
  names: ['httpd', 'library/httpd'],
  tags: versions({ 2: 4 }, 'alpine', 'bookworm', 'trixie'),
  size: 58_000_000,
  cmd: ['httpd-foreground'],
  programs: ['httpd-foreground', 'httpd', 'apachectl'],
  userland: 'debian',
  listens: () => [{ port: 80, protocol: 'TCP' }],
  files: running => ({
    [`${ROOT}/index.html`]: `<html><body><h1>It works!</h1><p>${whoAnswers(running)}</p></body></html>\n`,
  }),
  http: ({ path }, _, running) => {
    const bare = route(path).path
    const file = bare.endsWith('/') ? `${bare}index.html` : bare
    const content = running.files.read(ROOT + file)
    if (content === undefined) return html('<html><body><h1>404 Not Found</h1></body></html>\n', 404, SERVER)
    return file.endsWith('.html') ? html(content, 200, SERVER) : text(content, 200, SERVER)
  },
  logs: ({ startedAt: at, pod }) => {
    const fqdn = `AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using ${pod.status.podIP ?? ''}`
    const notice = (module: string, words: string) => `[${apacheTime(at)}] [${module}:notice] [pid 1:tid 1] ${words}`
    return [
      fqdn,
      notice('mpm_event', 'AH00489: Apache/2.4.65 (Unix) configured -- resuming normal operations'),
      notice('core', "AH00094: Command line: 'httpd -D FOREGROUND'"),
    ].map(line => ({ at, line }))
  },
})
