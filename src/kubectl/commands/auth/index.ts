import type { Command } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import { canI } from './can-i.ts'
import { whoami } from './whoami.ts'

const reconcile: Command = {
  name: 'reconcile',
  summary: 'Not simulated: use apply',
  hidden: true,
  complete: 'file',
  local: () => true,
  async run() {
    throw new FailedError(`${PROGRAM} does not simulate "auth reconcile": use apply`)
  },
}

export const auth: Command = {
  name: 'auth',
  group: 'Troubleshooting and Debugging Commands:',
  summary: 'Inspect authorization',
  long: 'Inspect who may do what. You are the administrator; --as makes you somebody else.',
  commands: [canI, reconcile, whoami],
}
