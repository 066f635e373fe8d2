import type { Call, Reply } from '../../../api/call.ts'
import { notFound } from '../../../api/errors.ts'
import type { Connection } from '../../../api/kind.ts'
import type { Pod } from '../../../lib/objects.ts'
import { explain } from './explain.ts'
import { explainGone } from './gone.ts'

/** `pods/why`: in plain words, why a Pod is where and as it is. Nothing is changed by asking. Throws NotFound. */
export function podWhy(call: Call, connection: Connection): Reply {
  const { namespace = 'default', name = '' } = call
  const { read, now } = connection
  const pod = read.get<Pod>('pods', namespace, name)
  const body = pod ? explain(pod, connection) : explainGone(namespace, name, read, now)
  if (!body) throw notFound('pods', name)
  return { code: 200, body, warnings: [] }
}
