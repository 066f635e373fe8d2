import type { ExternalReply } from '../../../cluster/network/external/call.ts'
import { columns } from '../../../lib/columns.ts'
import { type Command, FailedError, UsageError } from '../../command.ts'
import { act } from './act.ts'

type Host = ExternalReply['hosts'][number]

export const list: Command = {
  name: 'list',
  aliases: ['ls'],
  summary: 'List the hosts outside the cluster',
  flags: [
    {
      name: 'output',
      short: 'o',
      type: 'string',
      default: '',
      values: ['json'],
      help: 'json: everything, for programs.',
    },
  ],
  complete: 'none',
  async run(ctx, args, flags) {
    if (args.length > 0) throw new UsageError(`unexpected arguments: ${args.join(' ')}`)
    const output: string = flags['output']
    if (output !== '' && output !== 'json') {
      throw new FailedError(
        `unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: json`,
      )
    }
    const hosts = await act(ctx, { act: 'list' })
    if (output === 'json') ctx.print(JSON.stringify(hosts, null, 4))
    else if (hosts.length === 0) ctx.complain('There are no hosts outside the cluster.')
    else ctx.io.stdout(columns([['NAME', 'IP', 'PORTS', 'SPEAKS', 'SAYS'], ...hosts.map(rowOf)]))
  },
}

function rowOf({ name, ip, ports }: Host): string[] {
  const numbers = ports.map(({ port, protocol }) => `${port}/${protocol}`)
  const ways = [...new Set(ports.map(({ speaks }) => speaks))]
  return [name, ip, numbers.join(','), ways.join(','), shortened(ports[0]?.says ?? '')]
}

/** The beginning of the first line. */
function shortened(text: string): string {
  const first = text.trimStart().split('\n')[0]!.trimEnd()
  return first.length > 40 ? `${first.slice(0, 37)}...` : first
}
