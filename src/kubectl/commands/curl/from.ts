import type { From } from '../../../cluster/network/connect/call.ts'
import { parseIp4 } from '../../../lib/ip.ts'
import type { Flag, Flags } from '../../command.ts'
import { UsageError } from '../../command.ts'

/** Who sends: options of every command that makes a connection. */
export const FROM: Flag[] = [
  {
    name: 'from',
    type: 'string',
    complete: 'pod',
    help: 'Who sends: POD or NAMESPACE/POD, node/NODE, or outside (the cluster). Default: a client Pod made for it.',
  },
  { name: 'client-ip', type: 'string', help: 'The address of the client outside; means --from outside.' },
]

/** Reads --from and --client-ip. Throws UsageError. */
export function fromOf(flags: Flags, namespace: string): From | undefined {
  const text: string | undefined = flags['from']
  const ip: string | undefined = flags['client-ip']
  if (ip !== undefined) {
    if (text !== undefined && text !== 'outside')
      throw new UsageError('--client-ip is the address of a client outside the cluster: use it with --from outside')
    if (parseIp4(ip) === undefined) throw new UsageError(`--client-ip ${JSON.stringify(ip)} is no IPv4 address`)
    return { kind: 'outside', ip }
  }
  if (text === undefined) return undefined
  if (text === 'outside') return { kind: 'outside' }
  const slash = text.indexOf('/')
  const [first, name] = slash < 0 ? ['pod', text] : [text.slice(0, slash), text.slice(slash + 1)]
  if (name === '' || first === '')
    throw new UsageError(`--from ${JSON.stringify(text)}: use POD, NAMESPACE/POD, node/NODE or outside`)
  if (/^(no|nodes?)$/.test(first)) return { kind: 'node', name }
  return { kind: 'pod', namespace: /^(po|pods?)$/.test(first) ? namespace : first, name }
}
