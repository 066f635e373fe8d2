import { type Command, FailedError } from '../../command.ts'
import { commandHelp } from '../../help.ts'
import { PROGRAM } from '../../globals.ts'
import { type Section, SINGULAR } from './kubeconfig.ts'
import { change, KUBECONFIG } from './source.ts'
import { usageError } from './usage.ts'

/** Takes an entry out of a kubeconfig file; kubesim's own clusters are never deleted this way. */
function remover(section: Section): Command {
  const what = SINGULAR[section]
  const command: Command = {
    name: `delete-${what}`,
    usage: 'NAME',
    summary: `Delete the specified ${what} from the kubeconfig`,
    long: `Only entries of a file are deleted; a cluster of ${PROGRAM} is deleted by "${PROGRAM} cluster delete".`,
    examples: `${PROGRAM} config delete-${what} old --kubeconfig lab.conf`,
    flags: [KUBECONFIG],
    complete: 'none',
    local: () => true,
    async run(ctx, args, flags) {
      if (args.length !== 1) {
        if (section === 'users') throw usageError(command.name, 'user to delete is required')
        ctx.io.stdout(commandHelp(command, ['config', command.name]))
        return
      }
      const name = args[0]!
      const { file } = await change(ctx.io, flags, (config, file) => {
        if (!config[section].delete(name)) throw new FailedError(`cannot delete ${what} ${name}, not in ${file}`)
        if (section === 'contexts' && config.current === name && flags['kubeconfig']) {
          ctx.complain(
            `warning: this removed your active context, use "${PROGRAM} config use-context" to select a different one`,
          )
        }
      })
      ctx.print(`deleted ${what} ${name} from ${file}`)
    },
  }
  return command
}

export const deleteContext: Command = remover('contexts')
export const deleteCluster: Command = remover('clusters')
export const deleteUser: Command = remover('users')
