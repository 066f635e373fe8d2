import type { Command } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'

/** Role bindings do not exist here. */
export const subject: Command = {
  name: 'subject',
  summary: 'Update the user, group, or service account in a role binding or cluster role binding',
  flags: ['group', 'serviceaccount', 'user'].map(name => ({ name, type: 'array' as const, help: 'Not simulated.' })),
  local: () => true,
  run: async () => {
    throw new FailedError(`${PROGRAM} does not simulate "set subject": there are no users and no authorization`)
  },
}
