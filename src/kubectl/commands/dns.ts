import type { DnsQuery, DnsReply, DnsRequest } from '../../cluster/network/dns/call.ts'
import { RECORD_TYPES, type RecordType } from '../../cluster/network/dns/message.ts'
import { columns } from '../../lib/columns.ts'
import { parseIp4 } from '../../lib/ip.ts'
import { type Command, type CommandContext, FailedError, type Flags, UsageError } from '../command.ts'
import { PROGRAM } from '../globals.ts'
import { FROM, fromOf } from './curl/from.ts'

const HINT = `See '${PROGRAM} dns -h' for help and examples`

/** Exit codes. */
const NOT_FOUND = 1
const NO_SERVER = 2

export const dns: Command = {
  name: 'dns',
  group: 'Simulation Commands:',
  usage: 'NAME [--from POD] [--type TYPE]',
  summary: 'Look a name up in the cluster and show every question',
  long: `Looks a name up as a program in a Pod does, and shows every question in the order in which it is asked: the names that the search list makes of it, which of them do not exist (NXDOMAIN), which exist without such a record (NODATA), and the answer.

The name servers and the search list are those of the Pod's /etc/resolv.conf. An address is looked up backwards (PTR).

Exit code: 0 when there is an answer, 1 when there is none, 2 when no name server answers.`,
  examples: `# A Service of this namespace, and one of another
${PROGRAM} dns web
${PROGRAM} dns web.shop

# As a certain Pod sees it
${PROGRAM} dns web --from web-5d4f8c7b9-x2x9k

# The named ports of a Service, with the Pods behind them when it is headless
${PROGRAM} dns _http._tcp.web --type SRV

# Whose address is it?
${PROGRAM} dns 10.96.0.1`,
  flags: [
    ...FROM,
    {
      name: 'type',
      short: 't',
      type: 'string',
      help: `Type of the record: ${RECORD_TYPES.join(', ')}. Default A.`,
      values: [...RECORD_TYPES],
    },
    { name: 'server', type: 'string', help: 'Ask this name server (an IPv4 address) instead of those in resolv.conf.' },
    {
      name: 'output',
      short: 'o',
      type: 'string',
      default: '',
      values: ['json', 'short'],
      help: 'json: everything, for programs. short: only the data.',
    },
  ],
  complete: { names: 'services' },
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<number> {
  const [name] = args
  if (name === undefined || args.length > 1) throw new UsageError('expected one NAME', HINT)
  const output: string = flags['output']
  if (!['', 'json', 'short'].includes(output)) {
    throw new FailedError(
      `unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: json,short`,
    )
  }
  const body: DnsRequest = { name: checked(name), type: typeOf(flags['type']), server: serverOf(flags['server']) }
  body.from = fromOf(flags, ctx.namespace.name)
  const call = {
    verb: 'connect',
    resource: 'network',
    subresource: 'dns',
    namespace: ctx.namespace.name,
    body,
  } as const
  const reply: DnsReply = (await ctx.client.call(call)).body
  if (output === 'json') ctx.print(JSON.stringify(reply, null, 4))
  else if (output === 'short') for (const data of reply.answer) ctx.print(data)
  else ctx.io.stdout(text(reply))
  if (reply.answer.length > 0) return 0
  if (output !== 'json') ctx.complain(failure(reply))
  return reply.status === 'TIMEOUT' || reply.status === 'REFUSED' ? NO_SERVER : NOT_FOUND
}

/** A name as it can travel in a question: at most 253 characters, 63 between two dots. */
function checked(name: string): string {
  const labels = name.replace(/\.$/, '').split('.')
  if (name.length > 254 || labels.some(label => label === '' || label.length > 63) || /\s|\//.test(name)) {
    throw new FailedError(`${JSON.stringify(name)} is no name that can be looked up`)
  }
  return name
}

function typeOf(text: string | undefined): RecordType | undefined {
  if (text === undefined) return undefined
  const type = RECORD_TYPES.find(each => each === text.toUpperCase())
  if (!type) throw new UsageError(`--type ${JSON.stringify(text)} is unknown: use ${RECORD_TYPES.join(', ')}`, HINT)
  return type
}

function serverOf(text: string | undefined): string | undefined {
  if (text !== undefined && parseIp4(text) === undefined)
    throw new UsageError(`--server ${JSON.stringify(text)} is no IPv4 address`, HINT)
  return text
}

function text(reply: DnsReply): string {
  const { name, from, answer, queries } = reply
  if (from === 'address') return `${name} is an address: nobody is asked\n`
  if (from === 'hosts') return `${name} stands in /etc/hosts: ${answer.join(', ')}\n`
  const rows = queries.flatMap(query => rowsOf(query))
  const table = columns([
    ['#', 'QUESTION', 'TYPE', 'SERVER', 'TTL', 'ANSWER'],
    ...rows.map((row, i) => numbered(row, i, rows)),
  ])
  return answer.length > 0 ? table + conclusion(reply) : table
}

/** The last line: what the name is. */
function conclusion({ name, type, answer, queries }: DnsReply): string {
  const full = queries.at(-1)!.name
  const asked = name.replace(/\.$/, '')
  const through = full === asked ? '' : ` (${full})`
  if (type === 'A' || type === 'PTR' || type === 'CNAME') return `${asked} is ${answer.join(', ')}${through}\n`
  return `${asked} has ${answer.length} ${type} record${answer.length === 1 ? '' : 's'}${through}\n`
}

/** Only the first row of a question has its number. */
function numbered(row: string[], i: number, rows: string[][]): string[] {
  const number = row[0] === '' ? '' : String(rows.slice(0, i + 1).filter(each => each[0] !== '').length)
  return [number, ...row]
}

/** One row for each record; the further ones of a question have nothing before the answer. */
function rowsOf({ name, type, server, status, records }: DnsQuery): string[][] {
  const found = records.map(record => [
    String(record.ttl),
    record.type === type ? record.data : `${record.type} ${record.data}`,
  ])
  if (status !== 'NOERROR') found.push(['-', WORDS[status] ?? status])
  return found.map(([ttl, data], i) => [...(i === 0 ? [`${name}.`, type, server] : ['', '', '']), ttl!, data!])
}

const WORDS: Record<string, string> = { TIMEOUT: 'time-out', REFUSED: 'refused' }

function failure({ name, status, why, ms }: DnsReply): string {
  if (status === 'TIMEOUT' || status === 'REFUSED')
    return `${name}: no name server answers (after ${ms < 1000 ? `${ms} ms` : `${ms / 1000} s`}): ${why}`
  return `${name}: ${status === 'NODATA' ? 'no such record' : 'not found'}: ${why}`
}
