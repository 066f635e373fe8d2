import type { ExternalReply, ExternalRequest } from '../../../cluster/network/external/call.ts'
import { ApiError } from '../../../api/errors.ts'
import { type CommandContext, FailedError } from '../../command.ts'

/** What is refused is refused by this program and by no server. */
export async function act(ctx: CommandContext, body: ExternalRequest): Promise<ExternalReply['hosts']> {
  try {
    const call = { verb: 'connect', resource: 'network', subresource: 'external', body } as const
    const reply: ExternalReply = (await ctx.client.call(call)).body
    return reply.hosts
  } catch (error) {
    throw error instanceof ApiError && error.reason === 'BadRequest' ? new FailedError(error.message) : error
  }
}
