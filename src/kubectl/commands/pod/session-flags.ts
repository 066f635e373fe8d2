import type { Flag } from '../../command.ts'

/** The flags of commands that talk to a container: `attach`, `exec`. */
export const SESSION_FLAGS: Flag[] = [
  { name: 'container', short: 'c', type: 'string', default: '', help: 'Container name. Default: the first one.' },
  {
    name: 'pod-running-timeout',
    type: 'duration',
    default: 60_000,
    help: 'How long to wait until at least one pod is there.',
  },
  { name: 'quiet', short: 'q', type: 'bool', default: false, help: 'Only print what the container writes.' },
  { name: 'stdin', short: 'i', type: 'bool', default: false, help: 'Pass stdin to the container.' },
  { name: 'tty', short: 't', type: 'bool', default: false, help: 'Stdin is a TTY.' },
]
