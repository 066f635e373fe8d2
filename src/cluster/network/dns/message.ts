/** What name servers are asked and what they answer. Names are in lower case and without the final dot. */

export const RECORD_TYPES = ['A', 'AAAA', 'ANY', 'CNAME', 'MX', 'NS', 'PTR', 'SOA', 'SRV', 'TXT'] as const
export type RecordType = (typeof RECORD_TYPES)[number]

export interface Question {
  name: string
  type: RecordType
}

export interface DnsRecord {
  name: string
  /** Seconds. */
  ttl: number
  type: RecordType
  /** As dig prints it; names in it end in a dot: `10.96.0.1`, `0 100 80 web.shop.svc.cluster.local.` */
  data: string
}

export type Status = 'NOERROR' | 'NXDOMAIN' | 'REFUSED' | 'SERVFAIL'

/** An answer. NOERROR without records of the type asked for (NODATA): the name exists, but has none. */
export interface Message {
  status: Status
  /** The server is the zone's own (flag `aa`). */
  authoritative: boolean
  answer: DnsRecord[]
  authority: DnsRecord[]
  additional: DnsRecord[]
}

/** The addresses in an answer. */
export const addressesIn = ({ answer }: Message): string[] =>
  answer.filter(({ type }) => type === 'A').map(({ data }) => data)

/** The names that a question was led on to (CNAME), in order. */
export const aliasesIn = ({ answer }: Message): string[] =>
  answer.filter(({ type }) => type === 'CNAME').map(({ data }) => withoutDot(data))

export const withoutDot = (name: string): string => (name.endsWith('.') ? name.slice(0, -1) : name)

/** Whether a name is one of a zone's, or the zone itself. */
export const isWithin = (name: string, zone: string): boolean => name === zone || name.endsWith(`.${zone}`)

/** `10.96.0.1` is asked for backwards as `1.0.96.10.in-addr.arpa`. */
export const reverseName = (ip: string): string => `${ip.split('.').reverse().join('.')}.in-addr.arpa`
