import { fnv32a } from '../../../../lib/hash.ts'
import { parseIp4 } from '../../../../lib/ip.ts'
import {
  type DnsRecord,
  type Message,
  RECORD_TYPES,
  type RecordType,
  reverseName,
  withoutDot,
} from '../../../network/dns/message.ts'
import { candidates } from '../../../network/dns/search.ts'
import { pass, type Tool, type Use } from '../../shell/world.ts'
import { formatDate } from '../system.ts'
import { askServer, confOf, isModernBind } from './resolver.ts'

/** Parts of the output that `+name` and `+noname` switch. */
const PARTS = ['cmd', 'comments', 'question', 'answer', 'authority', 'additional', 'stats'] as const
type Part = (typeof PARTS)[number]

interface Request {
  name: string
  type: RecordType
  server?: string
  parts: Set<Part>
  short: boolean
  search: boolean
}

const VERSIONS = { modern: '9.20.10', debian: '9.9.5-9+deb8u19-Debian' }

/** dig of BIND: one name, the type, `-x`, `@server`, and the switches of PARTS, `+short`, `+search`, `+all`. */
export const dig: Tool = use => {
  const request = parse(use)
  if (typeof request === 'number') return request
  const { short, search, parts, type } = request
  const conf = confOf(use)
  const names = search ? candidates(request.name, conf) : [withoutDot(request.name)]
  const servers = request.server ? [request.server] : conf.nameservers
  // What goes wrong on the way is told before the greeting.
  const greeting = short || !parts.has('cmd') ? '' : greetingOf(use, request)
  for (const name of names) {
    const found = firstAnswer(use, servers, name, type)
    if (!found) {
      use.io.out(greeting)
      return unreachable(use)
    }
    if (found.reply.status === 'NXDOMAIN' && name !== names.at(-1)) continue
    use.io.out(short ? shortText(found.reply) : greeting + fullText(use, { name, type }, parts, found))
    return 0
  }
  return 0
}

function greetingOf(use: Use, { server }: Request): string {
  const version = isModernBind(use) ? VERSIONS.modern : VERSIONS.debian
  const found = server === undefined ? '' : '; (1 server found)\n'
  return `\n; <<>> DiG ${version} <<>> ${use.args.join(' ')}\n${found};; global options: +cmd\n`
}

function parse(use: Use): Request | number {
  const request: Request = { name: '.', type: 'A', parts: new Set(PARTS), short: false, search: false }
  let typed = false
  const args = [...use.args]
  for (let arg = args.shift(); arg !== undefined; arg = args.shift()) {
    const type = arg.toUpperCase()
    if (arg.startsWith('@')) request.server = arg.slice(1)
    else if (arg.startsWith('+')) {
      if (!switched(request, arg.slice(1))) return invalid(use, arg)
    } else if (arg === '-x') {
      const ip = args.shift() ?? ''
      if (parseIp4(ip) === undefined) return invalid(use, ip)
      request.name = reverseName(ip)
      if (!typed) request.type = 'PTR'
    } else if (arg === '-t' || arg === '-q') {
      const value = args.shift() ?? ''
      if (arg === '-q') request.name = value
      else if (!isType(value.toUpperCase())) return invalid(use, value)
      else request.type = value.toUpperCase() as RecordType
    } else if (arg.startsWith('-')) return invalid(use, arg)
    else if (isType(type)) {
      request.type = type
      typed = true
    } else if (type !== 'IN') request.name = arg
  }
  return request
}

const isType = (word: string): word is RecordType => RECORD_TYPES.includes(word as RecordType)

function invalid(use: Use, arg: string): number {
  use.io.err(
    `Invalid option: ${arg}\nUsage:  dig [@global-server] [domain] [q-type] {q-opt}\nkubesim simulates -x, -t, -q, +short, +search, +all, +${PARTS.join(', +')}\n`,
  )
  return 1
}

function switched(request: Request, word: string): boolean {
  const isOn = !word.startsWith('no')
  const name = isOn ? word : word.slice(2)
  if (name === 'short' || name === 'search') request[name] = isOn
  else if (name === 'all') for (const part of PARTS) isOn ? request.parts.add(part) : request.parts.delete(part)
  else if (PARTS.includes(name as Part)) isOn ? request.parts.add(name as Part) : request.parts.delete(name as Part)
  else return false
  return true
}

function firstAnswer(use: Use, servers: string[], name: string, type: RecordType) {
  for (const server of servers) {
    const reply = askServer(use, server, name, type, 0)
    if (typeof reply !== 'string') return { server, reply }
    const why = reply === 'refused' ? 'connection refused' : 'timed out'
    if (isModernBind(use)) use.io.out(`;; communications error to ${server}#53: ${why}\n`.repeat(3))
    if (reply === 'timeout' || !isModernBind(use)) pass(use.world, 15_000)
  }
  return undefined
}

function unreachable(use: Use): number {
  use.io.out(
    isModernBind(use) ? ';; no servers could be reached\n' : ';; connection timed out; no servers could be reached\n',
  )
  return 9
}

const shortText = ({ answer }: Message) => answer.map(({ data }) => `${data}\n`).join('')

function fullText(
  use: Use,
  question: { name: string; type: RecordType },
  parts: Set<Part>,
  { reply, server }: { reply: Message; server: string },
): string {
  const { status, authoritative, answer, authority, additional } = reply
  const sections: string[] = []
  if (parts.has('comments')) {
    const flags = authoritative ? 'qr aa rd' : 'qr rd ra'
    const counts = `QUERY: 1, ANSWER: ${answer.length}, AUTHORITY: ${authority.length}, ADDITIONAL: ${additional.length + 1}`
    const id = fnv32a(`${use.world.now} ${question.name}`) % 65536
    const warning = authoritative ? ';; WARNING: recursion requested but not available\n' : ''
    sections.push(
      `;; Got answer:\n;; ->>HEADER<<- opcode: QUERY, status: ${status}, id: ${id}\n;; flags: ${flags}; ${counts}\n${warning}`,
      `;; OPT PSEUDOSECTION:\n; EDNS: version: 0, flags:; udp: ${isModernBind(use) ? 1232 : 4096}\n`,
    )
  }
  const titled = (part: Part, text: string) => {
    if (!parts.has(part) || text === '') return
    if (!parts.has('comments')) sections.push(text)
    // The question follows the options without an empty line.
    else if (part === 'question') sections[sections.length - 1] += `;; QUESTION SECTION:\n${text}`
    else sections.push(`;; ${part.toUpperCase()} SECTION:\n${text}`)
  }
  titled('question', `;${columns(`${question.name}.`, '', question.type)}\n`)
  titled('answer', answer.map(lineOf).join(''))
  titled('authority', authority.map(lineOf).join(''))
  titled('additional', additional.map(lineOf).join(''))
  if (parts.has('stats')) {
    const when = formatDate('%a %b %d %T UTC %Y', use.world.now)
    const transport = isModernBind(use) ? ' (UDP)' : ''
    const size = sizeOf(question.name, [...answer, ...authority, ...additional])
    sections.push(
      `;; Query time: 1 msec\n;; SERVER: ${server}#53(${server})${transport}\n;; WHEN: ${when}\n;; MSG SIZE  rcvd: ${size}\n`,
    )
  }
  return parts.has('comments') || parts.has('stats') ? `${sections.join('\n')}\n` : sections.join('')
}

const lineOf = ({ name, ttl, type, data }: DnsRecord) => `${columns(`${name}.`, String(ttl), type, data)}\n`

/** Columns at 24 (TTL), 32 (class), 40 (type) and 48 (data), filled with tabs; what is too long is followed by a space. */
function columns(name: string, ttl: string, type: string, data?: string): string {
  let text = name
  let width = name.length
  const put = (column: number, word: string) => {
    const to = Math.max(column, width + 1)
    const tabs = Math.floor(to / 8) - Math.floor(width / 8)
    const from = tabs > 0 ? Math.floor(to / 8) * 8 : width
    text += '\t'.repeat(tabs) + ' '.repeat(to - from) + word
    width = to + word.length
  }
  if (ttl !== '') put(24, ttl)
  put(32, 'IN')
  put(40, type)
  if (data !== undefined) put(48, data)
  return text
}

/** Bytes of the answer, whose names are not compressed, with the options record. */
function sizeOf(question: string, records: DnsRecord[]): number {
  const named = (name: string) => (name === '' || name === '.' ? 1 : withoutDot(name).length + 2)
  const dataSize = ({ type, data }: DnsRecord) => {
    const words = data.split(' ')
    if (type === 'A') return 4
    if (type === 'AAAA') return 16
    if (type === 'SRV') return 6 + named(words[3]!)
    if (type === 'SOA') return 20 + named(words[0]!) + named(words[1]!)
    return type === 'TXT' ? data.length - 1 : named(data)
  }
  return records.reduce(
    (sum, record) => sum + named(record.name) + 10 + dataSize(record),
    12 + named(question) + 4 + 11,
  )
}
