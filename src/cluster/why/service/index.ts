import type { Call, Reply } from '../../../api/call.ts'
import { notFound } from '../../../api/errors.ts'
import type { Connection } from '../../../api/kind.ts'
import type { Service } from '../../../lib/objects.ts'
import { listening } from '../../network/index.ts'
import type { WhyReply } from '../finding.ts'
import { explain } from './explain.ts'

/** `services/why`: in plain words, why a Service has the endpoints it has, or none. Nothing is changed by asking. */
export function serviceWhy(call: Call, connection: Connection): Reply {
  const { namespace, name = '' } = call
  const service = connection.read.get<Service>('services', namespace, name)
  if (!service) throw notFound('services', name)
  const body: WhyReply = explain(service, connection.read, listening(connection))
  return { code: 200, body, warnings: [] }
}
