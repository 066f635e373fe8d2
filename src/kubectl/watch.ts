import type { Call, Table, WatchEvent } from '../api/call.ts'
import { type Client, StandstillError } from '../client/client.ts'
import type { KubeObject } from '../lib/objects.ts'
import type { Ms } from '../lib/time.ts'

/** Where a watch begins and ends. */
export interface Span {
  resourceVersion: string
  /** What matched at that revision. */
  objects: readonly KubeObject[]
  /** For ever by default. */
  until?: Ms
}

/**
 * What changes, as it happens. What begins to match the selectors of `call` is ADDED, what ceases is DELETED. Ends
 * quietly on a virtual clock when nothing can happen any more.
 */
export async function* watch(client: Client, call: Omit<Call, 'verb'>, span: Span): AsyncGenerator<WatchEvent> {
  const seen = new Set(span.objects.map(object => object.metadata.uid))
  let { resourceVersion } = span
  do {
    const { body } = await client.call({ ...call, verb: 'watch', query: { ...call.query, resourceVersion } })
    for (const event of body.events as WatchEvent[]) {
      const { uid } = watchedObject(event).metadata
      const known = seen.has(uid)
      if (event.type === 'DELETED') {
        if (!seen.delete(uid)) continue
        yield event
      } else {
        seen.add(uid)
        yield { ...event, type: known ? 'MODIFIED' : 'ADDED' }
      }
    }
    resourceVersion = body.resourceVersion
  } while (await passes(client, span.until))
}

/** The object of an event, also of one that came as a Table. */
const watchedObject = ({ object }: WatchEvent): KubeObject =>
  object.kind === 'Table' ? (object as unknown as Table).rows[0]!.object : object

async function passes(client: Client, until: Ms | undefined): Promise<boolean> {
  try {
    return await client.next(until)
  } catch (error) {
    if (error instanceof StandstillError) return false
    throw error
  }
}
