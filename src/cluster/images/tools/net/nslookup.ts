import {
  type DnsRecord,
  type Message,
  RECORD_TYPES,
  type RecordType,
  reverseName,
  withoutDot,
} from '../../../network/dns/message.ts'
import { parseIp4 } from '../../../../lib/ip.ts'
import { candidates } from '../../../network/dns/search.ts'
import { pass, type Tool, type Use } from '../../shell/world.ts'
import { isOld, nslookupOfLibc } from './nslookup-libc.ts'
import { askServer, confOf, hasBind, isModernBind } from './resolver.ts'

/** What was asked for on the command line. */
interface Request {
  name: string
  server?: string
  types: RecordType[]
}

/** BIND's where the image has the BIND tools, else busybox's. */
export const nslookup: Tool = use => {
  const bind = hasBind(use)
  const request = parse(use, bind)
  if (typeof request === 'number') return request
  if (bind) return likeBind(use, request)
  if (isOld(use) && request.types.length === 0) return nslookupOfLibc(use, request.name, request.server)
  return likeBusybox(use, request)
}

const OPTION = /^-(?:(?:query)?type|q|ty|qu)=(.*)$/

function parse(use: Use, bind: boolean): Request | number {
  const types: RecordType[] = []
  const words: string[] = []
  for (const arg of use.args) {
    const asked = OPTION.exec(arg)?.[1]?.toUpperCase()
    if (asked === undefined && !arg.startsWith('-')) words.push(arg)
    else if (asked === undefined) {
      use.io.err(`nslookup: kubesim does not simulate the option ${arg}\n`)
      return 1
    } else if (RECORD_TYPES.includes(asked as RecordType)) types.push(asked as RecordType)
    else if (bind) use.io.out(`unknown query type: ${asked}\n`)
    else {
      use.io.err(`nslookup: invalid query type "${asked}"\n`)
      return 1
    }
  }
  const [name, server] = words
  if (name !== undefined && words.length < 3) return { name, server, types }
  const usage = bind
    ? 'kubesim does not simulate an interactive nslookup: give a name'
    : 'usage: nslookup [-type=QUERY_TYPE] HOST [DNS_SERVER]'
  use.io.err(`${bind ? 'nslookup: ' : ''}${usage}\n`)
  return 1
}

const head = (server: string, sign: string) => `Server:\t\t${server}\nAddress:\t${server}${sign}53\n\n`

function lineOf({ name, type, data }: DnsRecord, dots: boolean): string {
  const target = dots ? data : withoutDot(data)
  switch (type) {
    case 'A':
    case 'AAAA':
      return `Name:\t${name}\nAddress: ${data}\n`
    case 'CNAME':
      return `${name}\tcanonical name = ${target}\n`
    case 'PTR':
      return `${name}\tname = ${target}\n`
    case 'SRV':
      return `${name}\tservice = ${target}\n`
    case 'TXT':
      return `${name}\ttext = ${data}\n`
    case 'NS':
      return `${name}\tnameserver = ${target}\n`
    case 'SOA': {
      const [origin, mail, ...numbers] = data.split(' ')
      const words = ['serial', 'refresh', 'retry', 'expire', 'minimum']
      const rest = words.map((word, i) => `\t${word} = ${numbers[i]}\n`).join('')
      return `${name}\n\torigin = ${withoutDot(origin!)}\n\tmail addr = ${withoutDot(mail!)}\n${rest}`
    }
    default:
      return `${name}\t${type} = ${data}\n`
  }
}

const body = ({ answer, authoritative }: Message, dots: boolean) =>
  (authoritative ? '' : 'Non-authoritative answer:\n') + answer.map(record => lineOf(record, dots)).join('')

/** busybox: a name without a dot is asked for in every domain of the search list, any other one as it stands. */
function likeBusybox(use: Use, { name, server, types }: Request): number {
  const conf = confOf(use)
  const questions: { name: string; type: RecordType }[] = []
  const add = (type: RecordType) => {
    const isSearched = type !== 'PTR' && !name.includes('.') && conf.search.length > 0
    for (const full of isSearched ? conf.search.map(domain => `${name}.${domain}`) : [name])
      questions.push({ name: full, type })
  }
  if (types.length > 0) types.forEach(add)
  else if (parseIp4(name) !== undefined) questions.push({ name: reverseName(name), type: 'PTR' })
  else for (const type of ['A', 'AAAA'] as const) add(type)

  for (const each of server ? [server] : conf.nameservers) {
    const answers = questions.map(question => ({
      ...question,
      reply: askServer(use, each, withoutDot(question.name), question.type, 0),
    }))
    const first = answers[0]!.reply
    if (first === 'timeout') pass(use.world, 5000)
    if (first === 'refused') {
      // The second write finds out; a single question waits and reads it twice.
      if (questions.length > 1) use.io.err(`nslookup: write to '${each}': Connection refused\n`)
      else {
        use.io.err('nslookup: read: Connection refused\n'.repeat(2))
        pass(use.world, 5000)
      }
    }
    if (typeof first === 'string') continue
    use.io.out(head(each, ':'))
    let code = 0
    for (const { name: full, reply } of answers) {
      if (typeof reply === 'string') continue
      if (reply.status === 'NOERROR') use.io.out(`${body(reply, false)}\n`)
      else {
        use.io.out(`** server can't find ${full}: ${reply.status}\n\n`)
        code = 1
      }
    }
    return code
  }
  use.io.out(';; connection timed out; no servers could be reached\n\n')
  return 1
}

/** BIND: the search list until a name is found; newer ones then ask for IPv6 addresses too. */
function likeBind(use: Use, { name, server, types }: Request): number {
  const conf = confOf(use)
  const servers = server ? [server] : conf.nameservers
  const isAddress = parseIp4(name) !== undefined
  const type: RecordType = types.at(-1) ?? (isAddress ? 'PTR' : 'A')
  const names = isAddress ? [reverseName(name)] : candidates(name, conf)
  let last: Message | undefined
  let shown = ''
  for (const full of names) {
    const answered = firstAnswer(use, servers, full, type)
    if (!answered) return unreachable(use, servers)
    last = answered.reply
    shown = answered.server
    if (last.status !== 'NXDOMAIN') break
  }
  use.io.out(head(shown, '#'))
  const { status, answer, authoritative } = last!
  if (status !== 'NOERROR') {
    use.io.out(`** server can't find ${isAddress ? names[0] : name}: ${status}\n\n`)
    return 1
  }
  if (answer.length === 0) use.io.out(`*** Can't find ${name}: No answer\n`)
  else use.io.out(body(last!, true))
  if (!authoritative && type !== 'A') use.io.out('\nAuthoritative answers can be found from:\n')
  use.io.out('\n')
  return 0
}

function firstAnswer(use: Use, servers: string[], name: string, type: RecordType) {
  for (const server of servers) {
    const reply = askServer(use, server, name, type, 0)
    if (typeof reply !== 'string') return { server, reply }
    if (reply === 'timeout' || !isModernBind(use)) pass(use.world, 15_000)
  }
  return undefined
}

function unreachable(use: Use, servers: string[]): number {
  if (isModernBind(use)) {
    for (const server of servers) {
      const reply = askServer(use, server, '', 'A', 0)
      const why = reply === 'refused' ? 'connection refused' : 'timed out'
      use.io.out(`;; communications error to ${server}#53: ${why}\n`.repeat(3))
    }
    use.io.out(';; no servers could be reached\n\n\n')
  } else use.io.out(';; connection timed out; no servers could be reached\n\n')
  return 1
}
