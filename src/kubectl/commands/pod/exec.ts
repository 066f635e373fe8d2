import { ApiError } from '../../../api/errors.ts'
import type { ExecReply } from '../../../cluster/kubelet/exec.ts'
import type { Pod } from '../../../lib/objects.ts'
import { type CommandContext, FailedError } from '../../command.ts'

/** Throws FailedError for a pod in which nothing can run any more. */
export function refuseCompleted({ status: { phase } }: Pod): void {
  if (phase === 'Succeeded' || phase === 'Failed') {
    throw new FailedError(`cannot exec into a container in a completed pod; current phase is ${phase}`)
  }
}

/**
 * Runs a command in a container. What goes wrong behind the API server comes back over the stream, without the server's
 * words around it: a FailedError. Throws ApiError for the rest.
 */
export async function execIn(
  { client }: CommandContext,
  { metadata: { name, namespace } }: Pod,
  container: string,
  command: string[],
  stdin = '',
): Promise<ExecReply> {
  const query = { container, command, stdin }
  try {
    return (await client.call({ verb: 'create', resource: 'pods', subresource: 'exec', namespace, name, query })).body
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'InternalError') throw new FailedError(error.message)
    throw error
  }
}
