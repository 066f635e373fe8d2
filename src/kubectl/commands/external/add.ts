import { WAYS, type Way } from '../../../cluster/network/external/hosts.ts'
import { type Command, FailedError, UsageError } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import { act } from './act.ts'

const HINT = `See '${PROGRAM} external add -h' for help and examples`

export const add: Command = {
  name: 'add',
  usage: 'NAME --ip ADDRESS --port PORT[/UDP] [--says TEXT] [--speaks http|tcp|postgresql]',
  summary: 'Add a host outside the cluster',
  long: `Adds a host outside the cluster: its name is found by DNS, and it listens on its ports.

What it answers depends on --speaks. http: --says is the body of every answer. tcp: --says is what it says to whoever connects, as a mail server does. postgresql: it waits for a client's greeting, and closes when it gets something else.`,
  examples: `${PROGRAM} external add api.example.org --ip 198.51.100.7 --port 8080 --says 'hello from outside'

# A database and a mail server
${PROGRAM} external add db.example.org --ip 198.51.100.8 --port 5432 --speaks postgresql
${PROGRAM} external add mail.example.org --ip 198.51.100.9 --port 25 --speaks tcp --says '220 mail.example.org ESMTP'`,
  flags: [
    { name: 'ip', type: 'string', required: true, help: 'Its IPv4 address.' },
    {
      name: 'port',
      type: 'strings',
      required: true,
      help: 'A port that it listens on: 80, 53/UDP. May be given again.',
    },
    { name: 'says', type: 'string', default: '', help: 'What it answers.' },
    { name: 'speaks', type: 'string', default: 'http', values: [...WAYS], help: `How it answers: ${WAYS.join(', ')}.` },
    { name: 'replace', type: 'bool', default: false, help: 'Make a host anew that is already there.' },
  ],
  complete: 'none',
  async run(ctx, args, flags) {
    const [name] = args
    if (name === undefined || args.length > 1) throw new UsageError('expected one NAME', HINT)
    const speaks = WAYS.find(way => way === flags['speaks'])
    if (!speaks) throw new UsageError(`--speaks ${JSON.stringify(flags['speaks'])}: use ${WAYS.join(', ')}`, HINT)
    const ports = (flags['port'] as string[]).map(portOf)
    const host = { name, ip: flags['ip'], ports, speaks, says: line(flags['says'], speaks) }
    const [added] = await act(ctx, { act: 'add', host, replace: flags['replace'] })
    ctx.print(`host ${added!.name} added at ${added!.ip}`)
  },
}

function portOf(text: string): { port: number; protocol: 'TCP' | 'UDP' } {
  const [, digits, protocol = 'TCP'] = /^(\d+)(?:\/(tcp|udp))?$/i.exec(text) ?? []
  const port = Number(digits)
  if (!(port >= 1 && port <= 65535))
    throw new FailedError(`--port ${JSON.stringify(text)}: use a number from 1 to 65535, also with /UDP`)
  return { port, protocol: protocol.toUpperCase() as 'TCP' | 'UDP' }
}

/** What is said ends in a newline, as a line does. */
const line = (text: string, speaks: Way) =>
  text === '' || text.endsWith('\n') || speaks === 'postgresql' ? text : `${text}\n`
