import type { Fault } from '../../../lib/objects.ts'
import type { CommandContext } from '../../command.ts'
import { FailedError } from '../../command.ts'

const RESOURCE = 'faults.kubesim.io'

/** The faults that are nodes without power. */
export async function powerFaults(ctx: CommandContext): Promise<Fault[]> {
  const { items } = (await ctx.client.call({ verb: 'list', resource: RESOURCE })).body as { items: Fault[] }
  return items.filter(({ spec }) => spec.node)
}

export async function fail(ctx: CommandContext, node: string): Promise<void> {
  await ctx.client.call({ verb: 'create', resource: RESOURCE, subresource: 'inject', body: { node } })
  ctx.print(`node/${node} failed`)
}

/** Throws NotFound, FailedError. */
export async function recover(ctx: CommandContext, node: string, faults: Fault[]): Promise<void> {
  const fault = faults.find(({ spec }) => spec.node!.name === node)
  if (!fault) {
    await ctx.client.call({ verb: 'get', resource: 'nodes', name: node })
    throw new FailedError(`node ${JSON.stringify(node)} has not failed`)
  }
  await ctx.client.call({ verb: 'delete', resource: RESOURCE, name: fault.metadata.name })
  ctx.print(`node/${node} recovered`)
}
