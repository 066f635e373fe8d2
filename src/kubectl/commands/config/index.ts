import type { Command } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import { currentContext } from './current-context.ts'
import { deleteCluster, deleteContext, deleteUser } from './delete-entry.ts'
import { getContexts } from './get-contexts.ts'
import { getClusters, getUsers } from './get-names.ts'
import { renameContext } from './rename-context.ts'
import { setCluster } from './set-cluster.ts'
import { setContext } from './set-context.ts'
import { setCredentials } from './set-credentials.ts'
import { setValue, unsetValue } from './set.ts'
import { useContext } from './use-context.ts'
import { view } from './view.ts'

export const config: Command = {
  name: 'config',
  group: 'Other Commands:',
  usage: 'SUBCOMMAND',
  summary: 'Modify kubeconfig files',
  title: `Modify kubeconfig files using subcommands like "${PROGRAM} config set current-context my-context"`,
  long: `Without --kubeconfig the contexts are the clusters of ${PROGRAM}: which one is current and which namespace commands take in it is kept there.`,
  commands: [
    currentContext,
    deleteCluster,
    deleteContext,
    deleteUser,
    getClusters,
    getContexts,
    getUsers,
    renameContext,
    setValue,
    setCluster,
    setContext,
    setCredentials,
    unsetValue,
    useContext,
    view,
  ],
}
