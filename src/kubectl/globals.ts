import type { Flag } from './command.ts'

/** The program's name in usage lines and hints. */
export const PROGRAM = 'kubesim'

/** Options that every command takes, anywhere on the line. */
export const GLOBAL_FLAGS: Flag[] = [
  { name: 'help', short: 'h', type: 'bool', hidden: true, help: 'Show the help of a command.' },
  { name: 'namespace', short: 'n', type: 'string', help: 'The namespace of this request.' },
  {
    name: 'state',
    type: 'string',
    help: 'The state file that holds the cluster. Default: the current cluster of ~/.kubesim.',
  },
  { name: 'context', type: 'string', help: 'The cluster to use, by its name.' },
  { name: 'cluster', type: 'string', help: 'The cluster to use; the same as --context.' },
  { name: 'as', type: 'string', help: 'Act as this user or service account (system:serviceaccount:NAMESPACE:NAME).' },
  { name: 'as-group', type: 'array', help: 'Act as a member of this group too.' },
  { name: 'as-uid', type: 'string', help: 'The uid to act with.' },
  {
    name: 'request-timeout',
    type: 'string',
    default: '0',
    help: 'How long a watch may last; other requests need no time. Seconds, or a number with a unit (1s, 2m, 3h). 0 is for ever.',
  },
  {
    name: 'warnings-as-errors',
    type: 'bool',
    default: false,
    help: 'Treat warnings of the API server as errors and exit with a non-zero exit code.',
  },
]

/** Options of kubectl that have no meaning for a cluster in a file; each is refused by its name. */
export const REFUSED_FLAGS: Flag[] = [
  { name: 'as-user-extra', type: 'array', help: 'there are no users and no authorization' },
  { name: 'cache-dir', type: 'string', help: 'nothing is cached' },
  { name: 'certificate-authority', type: 'string', help: 'there is no connection' },
  { name: 'client-certificate', type: 'string', help: 'there is no connection' },
  { name: 'client-key', type: 'string', help: 'there is no connection' },
  { name: 'disable-compression', type: 'bool', help: 'there is no connection' },
  { name: 'insecure-skip-tls-verify', type: 'bool', help: 'there is no connection' },
  { name: 'kubeconfig', type: 'string', help: 'clusters are state files; choose one with --context or --state' },
  { name: 'kuberc', type: 'string', help: 'there are no user preferences' },
  { name: 'log-flush-frequency', type: 'duration', help: 'there is no connection to log' },
  { name: 'match-server-version', type: 'bool', help: 'client and server are the same program' },
  { name: 'password', type: 'string', help: 'there are no users and no authorization' },
  { name: 'profile', type: 'string', help: 'use node --cpu-prof' },
  { name: 'profile-output', type: 'string', help: 'use node --cpu-prof' },
  {
    name: 'server',
    short: 's',
    type: 'string',
    help: 'clusters are state files; choose one with --context or --state',
  },
  { name: 'tls-server-name', type: 'string', help: 'there is no connection' },
  { name: 'token', type: 'string', help: 'there are no users and no authorization' },
  { name: 'user', type: 'string', help: 'there are no users and no authorization' },
  { name: 'username', type: 'string', help: 'there are no users and no authorization' },
  { name: 'v', short: 'v', type: 'string', help: 'there is no connection to log' },
  { name: 'vmodule', type: 'string', help: 'there is no connection to log' },
]

const EVERYWHERE: readonly Flag[] = [...GLOBAL_FLAGS, ...REFUSED_FLAGS]

/** A command's own flags first; a global flag yields its name or its letter to them. */
export function allFlags(own: readonly Flag[]): readonly Flag[] {
  if (own.length === 0) return EVERYWHERE
  const flags = [...own]
  const names = new Set(own.map(flag => flag.name))
  const letters = new Set(own.map(flag => flag.short))
  for (const flag of EVERYWHERE) {
    if (names.has(flag.name)) continue
    flags.push(flag.short && letters.has(flag.short) ? { ...flag, short: undefined } : flag)
  }
  return flags
}
