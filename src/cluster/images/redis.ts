import type { ExecResult, Image, Running } from './image.ts'
import { dayTime } from './log-time.ts'
import { option, words } from './page.ts'
import { versions } from './tags.ts'

const port = (running: Running) => Number(option(words(running), '--port') ?? 6379)
const version = ({ tag }: Running) => {
  const [major, minor = '0', patch] = /^\d+(\.\d+)*/.exec(tag)?.[0].split('.') ?? ['8', '2', '3']
  return `${major}.${minor}.${patch ?? '0'}`
}

/** redis-cli as far as it needs no data: PING and INFO's first facts. */
function cli(argv: string[], running: Running): ExecResult {
  const command = argv.slice(1).filter((word, i, all) => !word.startsWith('-') && !/^-[hpan]$/.test(all[i - 1] ?? ''))
  switch (command[0]?.toLowerCase()) {
    case 'ping':
      return { stdout: `${command[1] ?? 'PONG'}\n`, stderr: '', code: 0 }
    case 'info':
      return {
        stdout: `# Server\r\nredis_version:${version(running)}\r\nredis_mode:standalone\r\n`,
        stderr: '',
        code: 0,
      }
    default:
      return {
        stdout: '',
        stderr: `redis-cli: kubesim keeps no data and does not simulate ${command[0] ?? 'its prompt'}\n`,
        code: 1,
      }
  }
}

/** Commands as they are typed, one on a line; what needs data is refused by name. */
function talk(text: string, running: Running): string {
  const answers = text.split(/\r?\n/).flatMap(line => {
    const [command = '', ...args] = line.trim().split(/\s+/)
    switch (command.toLowerCase()) {
      case '':
        return []
      case 'ping':
        return args.length > 0 ? bulk(args[0]!) : '+PONG\r\n'
      case 'echo':
        return bulk(args[0] ?? '')
      case 'quit':
        return '+OK\r\n'
      case 'info':
        return bulk(`# Server\r\nredis_version:${version(running)}\r\nredis_mode:standalone\r\n`)
      default:
        return `-ERR kubesim keeps no data and does not simulate '${command}'\r\n`
    }
  })
  return answers.join('')
}
const bulk = (text: string) => `$${text.length}\r\n${text}\r\n`

/** Redis (and Valkey) on port 6379: a TCP port that speaks no HTTP. Data is not simulated. */
export const redis = (): Image => ({
  names: [
    'redis',
    'valkey/valkey',
    'bitnami/redis',
    'registry.k8s.io/redis',
    'k8s.gcr.io/redis',
    'gcr.io/google-containers/redis',
  ],
  tags: tag =>
    /^e2e/.test(tag) || versions({ 2: 8, 3: 2, 4: 0, 5: 0, 6: 2, 7: 4, 8: 4 }, 'alpine', 'bookworm', 'trixie')(tag),
  size: 46_000_000,
  cmd: ['redis-server'],
  programs: ['redis-server', 'redis-cli', 'redis-sentinel', 'valkey-server', 'valkey-cli'],
  userland: 'debian',
  listens: running => [{ port: port(running), protocol: 'TCP' }],
  http: () => undefined,
  talk: (text, _, running) => talk(text, running),
  exec: (argv, running) => (argv[0]!.endsWith('-cli') ? cli(argv, running) : undefined),
  logs: running => {
    const at = running.startedAt
    const note = (role: string, words: string) => ({ at, line: `1:${role} ${dayTime(at)} ${words}` })
    return [
      note('C', '* oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo'),
      note('C', `* Redis version=${version(running)}, bits=64, commit=00000000, modified=0, pid=1, just started`),
      note('M', `* Running mode=standalone, port=${port(running)}.`),
      note('M', '* Server initialized'),
      note('M', '* Ready to accept connections tcp'),
    ]
  },
})
