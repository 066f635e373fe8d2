import { hostsLines } from '../../../network/dns/resolve.ts'
import { parseIp4 } from '../../../../lib/ip.ts'
import { reverseName, withoutDot } from '../../../network/dns/message.ts'
import { pass, type Tool, type Use } from '../../shell/world.ts'
import { ask } from './ask.ts'
import { askServer, confOf } from './resolver.ts'

/** `getent hosts` and `getent ahosts`: glibc's way of writing it, musl's on Alpine. Exit 2: nothing found. */
export const getent: Tool = use => {
  const [database, ...keys] = use.args
  if (database !== 'hosts' && database !== 'ahosts' && database !== 'ahostsv4') {
    if (database === undefined) use.io.err('usage: getent database [key ...]\n')
    else use.io.err(`getent: kubesim does not simulate the database ${database}\n`)
    return 1
  }
  if (keys.length === 0) {
    for (const { ip, names } of hostsLines(use.world.files.read('/etc/hosts') ?? '')) use.io.out(lineOf(use, ip, names))
    return 0
  }
  let code = 0
  for (const key of keys) {
    const found = parseIp4(key) === undefined ? named(use, key) : addressed(use, key)
    if (found.addresses.length === 0) code = 2
    for (const ip of found.addresses) {
      if (database === 'hosts') use.io.out(lineOf(use, ip, found.names))
      else use.io.out(streams(ip, found.names[0]!))
    }
  }
  return code
}

interface Host {
  addresses: string[]
  names: string[]
}

function lineOf(use: Use, ip: string, [name = '', ...aliases]: string[]): string {
  if (use.world.userland === 'alpine')
    return `${ip.padEnd(16)}  ${[name, name, ...aliases].join(' ').replace(' ', '  ')}\n`
  return `${ip.padEnd(15)} ${[name, ...aliases].join(' ')}\n`
}

const streams = (ip: string, name: string) =>
  ['STREAM', 'DGRAM', 'RAW'].map((kind, i) => `${ip.padEnd(15)} ${kind.padEnd(6)} ${i === 0 ? name : ''}\n`).join('')

function named(use: Use, key: string): Host {
  const line = hostsLines(use.world.files.read('/etc/hosts') ?? '').find(({ names }) => names.includes(key))
  if (line) return { addresses: [line.ip], names: line.names }
  const { addresses = [], name = key, alias } = ask(use, { kind: 'lookup', name: key })
  const canonical = alias ?? name
  // glibc names what an alias stood for; musl always tells the name that was given.
  const other = use.world.userland === 'alpine' ? withoutDot(key) : name
  return { addresses, names: canonical === other ? [canonical] : [canonical, other] }
}

function addressed(use: Use, ip: string): Host {
  const line = hostsLines(use.world.files.read('/etc/hosts') ?? '').find(each => each.ip === ip)
  if (line) return { addresses: [ip], names: line.names }
  const { nameservers, timeout, attempts } = confOf(use)
  for (const server of nameservers) {
    const reply = askServer(use, server, reverseName(ip), 'PTR', timeout * 1000)
    if (typeof reply !== 'string') {
      const names = reply.answer.filter(({ type }) => type === 'PTR').map(({ data }) => withoutDot(data))
      return { addresses: names.length > 0 ? [ip] : [], names: names.slice(0, 1) }
    }
    if (reply === 'timeout') pass(use.world, timeout * 1000 * (attempts - 1))
  }
  return { addresses: [], names: [] }
}
