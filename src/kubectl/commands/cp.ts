import { type Command, type CommandContext, FailedError } from '../command.ts'
import { PROGRAM } from '../globals.ts'
import { podsOf, podTarget } from './pod/find.ts'

/** Refused by name, after what a real kubectl refuses first. */
export const cp: Command = {
  name: 'cp',
  hidden: true,
  usage: '<file-spec-src> <file-spec-dest>',
  summary: 'Copy files to and from containers. Not simulated',
  flags: [
    { name: 'container', short: 'c', type: 'string', default: '', help: 'Container name.' },
    { name: 'no-preserve', type: 'bool', default: false, help: 'Do not keep owner and mode.' },
    { name: 'retries', type: 'int', default: 0, help: 'How often a copy from a container is tried again.' },
  ],
  complete: 'file',
  run,
}

async function run(ctx: CommandContext, args: string[]): Promise<void> {
  if (args.length !== 2) throw new FailedError('source and destination are required')
  const remote = args.find(arg => /^[^/.][^:]*:/.test(arg))
  if (!remote) throw new FailedError('one of src or dest must be a remote file specification')
  const pod = remote.slice(0, remote.indexOf(':'))
  const slash = pod.indexOf('/')
  await podsOf(ctx, await podTarget(ctx, slash < 0 ? pod : pod.slice(slash + 1)), true)
  throw new FailedError(`${PROGRAM} does not simulate "cp": see ${PROGRAM} exec POD -- cat FILE, or sh -c 'cat > FILE'`)
}
