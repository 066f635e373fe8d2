import type { NetworkAnswer } from '../../image.ts'
import type { Tool, Use } from '../../shell/world.ts'
import { options } from '../options.ts'
import { ask } from './ask.ts'
import { hasBind } from './resolver.ts'

const SERVICES: Record<string, string> = {
  '22/tcp': 'ssh',
  '25/tcp': 'smtp',
  '53/tcp': 'domain',
  '53/udp': 'domain',
  '80/tcp': 'http',
  '443/tcp': 'https',
  '3306/tcp': 'mysql',
  '5432/tcp': 'postgresql',
  '6379/tcp': 'redis',
  '8080/tcp': 'http-alt',
}

const FLAGS = 'zvunw'

/**
 * Connects and prints what the server says first: `-z` (only try), `-v`, `-u`, `-w SECONDS`, `-n`. Other options are refused
 * by name. Images with the BIND tools have OpenBSD's netcat, the others busybox's.
 */
export const nc: Tool = use => {
  const { flags, values, words } = options(use.args, ['w', 'p', 'e', 's', 'i', 'q', 'x', 'X'])
  const strange = [...flags, ...Object.keys(values)].find(flag => !FLAGS.includes(flag))
  if (strange !== undefined) {
    use.io.err(`nc: kubesim does not simulate ${strange === 'l' ? 'listening (-l)' : `the option -${strange}`}\n`)
    return 1
  }
  const [host, text = ''] = words
  const port = Number(text)
  if (host === undefined || !(port >= 1 && port <= 65535)) {
    use.io.err(
      host !== undefined && text !== '' ? `nc: bad port '${text}'\n` : 'usage: nc [-zvun] [-w SECONDS] HOST PORT\n',
    )
    return 1
  }
  const protocol = flags.has('u') ? 'UDP' : 'TCP'
  const timeoutMs = values['w'] === undefined ? undefined : Number(values['w']) * 1000
  const answer = ask(use, { kind: 'tcp', host, port, protocol, timeoutMs })
  // Nothing comes back over UDP: that it has been sent is all that is known.
  const failure = protocol === 'UDP' && answer.failure === 'timeout' ? undefined : answer.failure
  const told = hasBind(use) ? openbsd : busybox
  const line = told(use, { ...answer, failure }, host, port, protocol)
  if (line !== '' && (failure !== undefined || flags.has('v'))) use.io.err(line)
  if (failure !== undefined) return 1
  if (!flags.has('z') && answer.banner) use.io.out(answer.banner)
  return 0
}

type Told = (use: Use, answer: NetworkAnswer, host: string, port: number, protocol: 'TCP' | 'UDP') => string

const busybox: Told = (use, { failure, address }, host, port) => {
  if (failure === undefined) return `${host} (${address}:${port}) open\n`
  if (failure === 'resolve' || failure === 'url') return `nc: bad address '${host}'\n`
  const late = use.world.userland === 'alpine' ? 'Operation timed out' : 'Connection timed out'
  return `nc: ${host} (${address}:${port}): ${failure === 'refused' ? 'Connection refused' : late}\n`
}

const openbsd: Told = (use, { failure, address }, host, port, protocol) => {
  const kind = protocol.toLowerCase()
  const at = host === address ? host : `${host} (${address})`
  if (failure === undefined) {
    return `Connection to ${at} ${port} port [${kind}/${SERVICES[`${port}/${kind}`] ?? '*'}] succeeded!\n`
  }
  if (failure === 'resolve' || failure === 'url') {
    const why = use.world.userland === 'alpine' ? 'Name does not resolve' : 'Name or service not known'
    return `nc: getaddrinfo for host "${host}" port ${port}: ${why}\n`
  }
  if (failure === 'refused') return `nc: connect to ${at} port ${port} (${kind}) failed: Connection refused\n`
  return `nc: connect to ${at} port ${port} (${kind}) timed out: Operation in progress\n`
}
