import type { DnsQuery } from './call.ts'
import type { Query } from './resolve.ts'

/** A question and its reply as they are told to others. */
export function queryOf({ name, type, server, reply }: Query): DnsQuery {
  if (reply === 'timeout') return { name, type, server, status: 'TIMEOUT', records: [] }
  if (reply === 'refused') return { name, type, server, status: 'REFUSED', records: [] }
  const { status, authoritative, answer } = reply
  const isEmpty = status === 'NOERROR' && !answer.some(record => record.type === type)
  return { name, type, server, status: isEmpty ? 'NODATA' : status, authoritative, records: answer }
}
