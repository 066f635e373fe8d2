import { parseIp4 } from '../../../../lib/ip.ts'
import { type Message, RECORD_TYPES, type RecordType, reverseName, withoutDot } from '../../../network/dns/message.ts'
import { candidates } from '../../../network/dns/search.ts'
import { pass, type Tool } from '../../shell/world.ts'
import { askServer, confOf, isModernBind } from './resolver.ts'

const WORDS: Partial<Record<RecordType, string>> = {
  A: 'has address',
  AAAA: 'has IPv6 address',
  CNAME: 'is an alias for',
  PTR: 'domain name pointer',
  SRV: 'has SRV record',
  NS: 'name server',
  TXT: 'descriptive text',
  SOA: 'has SOA record',
}

/** host of the BIND tools: `host [-t TYPE] NAME [SERVER]`. */
export const host: Tool = use => {
  const args = [...use.args]
  let type: RecordType | undefined
  const words: string[] = []
  for (let arg = args.shift(); arg !== undefined; arg = args.shift()) {
    const asked = arg === '-t' ? args.shift()?.toUpperCase() : undefined
    if (asked !== undefined && RECORD_TYPES.includes(asked as RecordType)) type = asked as RecordType
    else if (asked !== undefined || arg.startsWith('-')) {
      use.io.err(asked === undefined ? `host: kubesim does not simulate ${arg}\n` : `host: invalid type: ${asked}\n`)
      return 1
    } else words.push(arg)
  }
  const [name, server] = words
  if (name === undefined) {
    use.io.err('Usage: host [-t type] hostname [server]\n')
    return 1
  }
  const conf = confOf(use)
  const isAddress = parseIp4(name) !== undefined
  const names = isAddress ? [reverseName(name)] : candidates(name, conf)
  const servers = server ? [server] : conf.nameservers
  const kind = type ?? (isAddress ? 'PTR' : 'A')
  let last: Message | undefined
  for (const full of names) {
    last = undefined
    for (const each of servers) {
      const reply = askServer(use, each, full, kind, 0)
      if (typeof reply !== 'string') {
        last = reply
        break
      }
      if (reply === 'timeout' || !isModernBind(use)) pass(use.world, 10_000)
    }
    if (!last) {
      use.io.out(
        `${isModernBind(use) ? ';; no servers could be reached' : ';; connection timed out; no servers could be reached'}\n`,
      )
      return 1
    }
    if (last.status !== 'NXDOMAIN') break
  }
  const { status, answer } = last!
  if (status !== 'NOERROR') {
    const code = { NXDOMAIN: '3(NXDOMAIN)', REFUSED: '5(REFUSED)', SERVFAIL: '2(SERVFAIL)' }[status]
    use.io.out(`Host ${isAddress ? `${names[0]}.` : name} not found: ${code}\n`)
    return 1
  }
  if (answer.length === 0 && type !== undefined) use.io.out(`${name} has no ${type} record\n`)
  for (const record of answer)
    use.io.out(`${withoutDot(record.name)} ${WORDS[record.type] ?? record.type} ${record.data}\n`)
  return 0
}
