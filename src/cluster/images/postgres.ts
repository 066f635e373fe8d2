import type { Image, Running } from './image.ts'
import { utcTime } from './log-time.ts'
import { option, words } from './page.ts'
import { versions } from './tags.ts'

const port = (running: Running) => Number(option(words(running), '-p') ?? running.env['PGPORT'] ?? 5432)

/** A new database without a password for its superuser is refused, as the real entrypoint does. */
const lacksPassword = ({ env }: Running) =>
  !env['POSTGRES_PASSWORD'] && !env['POSTGRES_PASSWORD_FILE'] && env['POSTGRES_HOST_AUTH_METHOD'] !== 'trust'

/** PostgreSQL on port 5432: a TCP port that speaks no HTTP. Ends with 1 without POSTGRES_PASSWORD. Data is not simulated. */
export const postgres = (): Image => ({
  names: ['postgres', 'library/postgres'],
  tags: versions(
    { 9: 6, 10: 23, 11: 22, 12: 22, 13: 23, 14: 20, 15: 15, 16: 11, 17: 7, 18: 1 },
    'alpine',
    'bookworm',
    'trixie',
  ),
  memory: () => 30 * 2 ** 20,
  size: 155_000_000,
  cmd: ['postgres'],
  programs: ['postgres', 'pg_isready', 'psql', 'pg_dump'],
  userland: 'debian',
  listens: running => [{ port: port(running), protocol: 'TCP' }],
  http: () => undefined,
  exits: running => (lacksPassword(running) ? { afterMs: 100, code: 1 } : undefined),
  exec: (argv, running) => {
    const name = argv[0]!.slice(argv[0]!.lastIndexOf('/') + 1)
    if (name === 'pg_isready')
      return { stdout: `/var/run/postgresql:${port(running)} - accepting connections\n`, stderr: '', code: 0 }
    if (name === 'postgres') return undefined
    return { stdout: '', stderr: `${name}: kubesim keeps no data and does not simulate ${name}\n`, code: 1 }
  },
  logs: running => {
    const at = running.startedAt
    if (lacksPassword(running)) {
      return [
        'Error: Database is uninitialized and superuser password is not specified.',
        '       You must specify POSTGRES_PASSWORD to a non-empty value for the superuser.',
      ].map(line => ({ at, line }))
    }
    const log = (words: string) => ({ at, line: `${utcTime(at)} [1] LOG:  ${words}` })
    const version = /^\d+(\.\d+)?/.exec(running.tag)?.[0] ?? '18.1'
    return [
      log(`starting PostgreSQL ${version} on x86_64-pc-linux-gnu, 64-bit`),
      log(`listening on IPv4 address "0.0.0.0", port ${port(running)}`),
      log('database system is ready to accept connections'),
    ]
  },
})
