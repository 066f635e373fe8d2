import type { Call, Reply } from '../../../api/call.ts'
import type { Admission } from '../../../api/kind.ts'
import { parseIp4 } from '../../../lib/ip.ts'
import type { Client } from '../client.ts'
import { clientOf } from '../connect/handler.ts'
import type { DnsQuery, DnsReply, DnsRequest } from './call.ts'
import { type RecordType, reverseName } from './message.ts'
import { queryOf } from './query.ts'
import { reason } from './reason.ts'
import { confOf, fromHosts, search } from './resolve.ts'
import type { ResolvConf } from './search.ts'
import { ask, reachOf } from './server.ts'

/** Answers calls with verb `connect`, resource `network`, subresource `dns`: one lookup, with every question. */
export function dnsHandler(call: Call, admission: Admission): Reply {
  const request = call.body as DnsRequest
  const client = clientOf(request.from, call, admission)
  return { code: 200, body: lookUp(request, client, admission) satisfies DnsReply, warnings: [] }
}

/** Exported for tests. */
export function lookUp(request: DnsRequest, client: Client, { read, now }: Pick<Admission, 'read' | 'now'>): DnsReply {
  const isAddress = parseIp4(request.name) !== undefined
  const type: RecordType = request.type ?? (isAddress ? 'PTR' : 'A')
  const conf: ResolvConf = confOf(client)
  if (request.server) conf.nameservers = [request.server]
  const { nameservers, ndots } = conf
  const facts = { name: request.name, type, nameservers, search: conf.search, ndots }

  if (isAddress && type === 'A') {
    return { ...facts, queries: [], from: 'address', status: 'NOERROR', answer: [request.name], ms: 0 }
  }
  const known = type === 'A' && !request.server ? fromHosts(request.name, client) : []
  if (known.length > 0) return { ...facts, queries: [], from: 'hosts', status: 'NOERROR', answer: known, ms: 0 }

  const reach = reachOf(client, read)
  const asked = isAddress ? `${reverseName(request.name)}.` : request.name
  const { queries, ms } = search(asked, type, conf, question => ask(question.server, question, reach, read, now))
  const told = queries.map(queryOf)
  const found = told.find(each => each.records.some(record => record.type === type))
  const answer = (found?.records ?? []).filter(record => record.type === type).map(({ data }) => data)
  const status = found?.status ?? outcome(told)
  const why = found ? undefined : reason(asked, type, told, client, read)
  return { ...facts, queries: told, status, answer, why, ms }
}

/** The outcome of a search without an answer: a name that exists is more than none. */
function outcome(queries: DnsQuery[]): DnsQuery['status'] {
  const last = queries.at(-1)?.status ?? 'NXDOMAIN'
  if (last === 'TIMEOUT' || last === 'REFUSED' || last === 'SERVFAIL') return last
  return queries.some(({ status }) => status === 'NODATA') ? 'NODATA' : last
}
