import { parseIp4 } from '../../../../lib/ip.ts'
import { reverseName, withoutDot } from '../../../network/dns/message.ts'
import type { Use } from '../../shell/world.ts'
import { ask } from './ask.ts'
import { askServer, confOf } from './resolver.ts'

/**
 * nslookup of busybox before 1.29: it looks names up as every program does, with the search list, and tells the name of
 * every address. That is why busybox:1.28 stands in so many examples.
 */
export function nslookupOfLibc(use: Use, name: string, server: string | undefined): number {
  const [first = '127.0.0.1'] = server ? [server] : confOf(use).nameservers
  const { addresses } = parseIp4(name) === undefined ? ask(use, { kind: 'lookup', name }) : { addresses: [name] }
  const lines = (title: string, host: string, list: string[]) =>
    `${title.padEnd(10)} ${host}\n${list.map((ip, i) => `Address ${i + 1}: ${ip}${nameOf(use, first, ip)}\n`).join('')}`
  use.io.out(`${lines('Server:', first, [first])}\n`)
  if (!addresses?.length) {
    use.io.err(`nslookup: can't resolve '${name}'\n`)
    return 1
  }
  use.io.out(lines('Name:', name, addresses))
  return 0
}

function nameOf(use: Use, server: string, ip: string): string {
  const reply = askServer(use, server, reverseName(ip), 'PTR', 0)
  const record = typeof reply === 'string' ? undefined : reply.answer.find(({ type }) => type === 'PTR')
  return record ? ` ${withoutDot(record.data)}` : ''
}

/** Whether the image's busybox is that old: `busybox:1.28`. */
export function isOld(use: Use): boolean {
  const { userland, running } = use.world
  const version = userland === 'busybox' ? /^1\.(\d+)/.exec(running.tag) : null
  return version !== null && Number(version[1]) < 29
}
