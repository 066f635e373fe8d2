import type { From } from '../connect/call.ts'
import type { RecordType, Status } from './message.ts'

/** What travels in a call with verb `connect`, resource `network`, subresource `dns`. */

export interface DnsRequest {
  name: string
  /** Absent: addresses (A), or the name of an address (PTR). */
  type?: RecordType
  /** Ask this name server instead of those in resolv.conf. */
  server?: string
  /** Who asks; absent: an anonymous client Pod in the call's namespace. */
  from?: From
}

export interface DnsReply {
  name: string
  type: RecordType
  nameservers: string[]
  search: string[]
  ndots: number
  /** In the order in which they were asked. */
  queries: DnsQuery[]
  /** Where the answer comes from when nobody was asked. */
  from?: 'address' | 'hosts'
  /** `NODATA`: the name exists without such records. */
  status: Status | 'NODATA' | 'TIMEOUT'
  /** Data of the records of the type asked for. */
  answer: string[]
  /** In plain words, why there is none. */
  why?: string
  /** Milliseconds until it was known. */
  ms: number
}

export interface DnsQuery {
  /** Full, without the final dot. */
  name: string
  type: RecordType
  server: string
  status: Status | 'NODATA' | 'TIMEOUT'
  authoritative?: boolean
  records: { name: string; type: RecordType; ttl: number; data: string }[]
}
