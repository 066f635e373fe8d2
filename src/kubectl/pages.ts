import type { Call, ListMetadata } from '../api/call.ts'
import type { Client } from '../client/client.ts'

/**
 * Lists `chunk` objects at a time, 0 for all at once, and puts the answers together. They are of one revision. Throws
 * ApiError.
 */
export async function listPages(client: Client, call: Omit<Call, 'verb'>, chunk: number): Promise<any> {
  const ask = async (token?: string) =>
    (await client.call({ ...call, verb: 'list', query: { ...call.query, limit: chunk, continue: token } })).body
  const first = await ask()
  if (!first.metadata.continue) return first
  const field = call.as === 'table' ? 'rows' : 'items'
  const all: unknown[] = [...first[field]]
  for (let { metadata } = first as { metadata: ListMetadata }; metadata.continue; ) {
    const next = await ask(metadata.continue)
    for (const one of next[field]) all.push(one)
    metadata = next.metadata
  }
  return { ...first, [field]: all, metadata: { resourceVersion: first.metadata.resourceVersion } }
}
