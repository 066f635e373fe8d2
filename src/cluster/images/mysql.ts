import type { Image, Running } from './image.ts'
import { isoTime } from './log-time.ts'
import { versions } from './tags.ts'

const PASSWORDS = ['ROOT_PASSWORD', 'ALLOW_EMPTY_PASSWORD', 'RANDOM_ROOT_PASSWORD', 'ALLOW_EMPTY_ROOT_PASSWORD']

/** A new database without any word on the root password is refused, as the real entrypoint does. */
const lacksPassword = ({ env }: Running) =>
  !PASSWORDS.some(name => env[`MYSQL_${name}`] || env[`MARIADB_${name}`] || env[`MYSQL_${name}_FILE`])

function server(names: string[], tags: Image['tags'], program: string, variable: string): Image {
  return {
    names,
    tags,
    memory: () => 300 * 2 ** 20,
    size: 180_000_000,
    cmd: [program],
    programs: [program, 'mysqld', 'mysqladmin', 'mysql', 'mariadb', 'mariadb-admin', 'healthcheck.sh'],
    userland: 'debian',
    listens: () => [{ port: 3306, protocol: 'TCP' }],
    http: () => undefined,
    exits: running => (lacksPassword(running) ? { afterMs: 200, code: 1 } : undefined),
    exec: argv => {
      const name = argv[0]!.slice(argv[0]!.lastIndexOf('/') + 1)
      if (name.endsWith('admin')) return { stdout: 'mysqld is alive\n', stderr: '', code: 0 }
      if (name === 'healthcheck.sh') return { stdout: '', stderr: '', code: 0 }
      if (name === 'mysqld' || name === program) return undefined
      const ping = argv.some(word => /select 1/i.test(word))
      if (ping) return { stdout: '1\n1\n', stderr: '', code: 0 }
      return { stdout: '', stderr: `${name}: kubesim keeps no data and does not simulate ${name}\n`, code: 1 }
    },
    logs: running => {
      const at = running.startedAt
      const entry = (words: string) => ({ at, line: `${isoTime(at)}+00:00 ${words}` })
      if (lacksPassword(running)) {
        return [
          entry('[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified'),
          { at, line: `    You need to specify one of the following as an environment variable:` },
          { at, line: `    - ${variable}_ROOT_PASSWORD` },
          { at, line: `    - ${variable}_ALLOW_EMPTY_${variable === 'MYSQL' ? '' : 'ROOT_'}PASSWORD` },
          { at, line: `    - ${variable}_RANDOM_ROOT_PASSWORD` },
        ]
      }
      return [
        entry('[Note] [Entrypoint]: Initializing database files'),
        entry('[Note] [Entrypoint]: Database files initialized'),
        entry(`[System] ${program}: ready for connections. port: 3306`),
      ]
    },
  }
}

/** MySQL and MariaDB on port 3306: a TCP port that speaks no HTTP. Ends with 1 without a root password. Data is not simulated. */
export const mysql = (): Image[] => [
  server(
    ['mysql', 'library/mysql'],
    versions({ 5: 7, 8: 4, 9: 5 }, 'lts', 'innovation', 'oraclelinux9'),
    'mysqld',
    'MYSQL',
  ),
  server(['mariadb', 'library/mariadb'], versions({ 10: 11, 11: 8, 12: 1 }, 'lts', 'noble'), 'mariadbd', 'MARIADB'),
]
