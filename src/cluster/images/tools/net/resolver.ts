import type { Message, RecordType } from '../../../network/dns/message.ts'
import { type ResolvConf, parseResolvConf } from '../../../network/dns/search.ts'
import { pass, type Use } from '../../shell/world.ts'
import { ask } from './ask.ts'

/** The container's own /etc/resolv.conf, as it stands now. */
export const confOf = (use: Use): ResolvConf => parseResolvConf(use.world.files.read('/etc/resolv.conf') ?? '')

export type Asked = Message | 'timeout' | 'refused'

/** Asks a name server one question and waits for what comes; `patience` is how long at most, in milliseconds. */
export function askServer(use: Use, server: string, name: string, type: RecordType, patience: number): Asked {
  const { message, failure } = ask(use, { kind: 'dns', server, name, type })
  if (message) return message
  if (failure === 'refused') return 'refused'
  pass(use.world, patience)
  return 'timeout'
}

/** Images with the BIND tools have dig; their nslookup is BIND's too. */
export const hasBind = (use: Use): boolean => use.world.has('dig')

/** BIND 9.18 and later say what went wrong each time; the older one of Debian's images waits. */
export const isModernBind = (use: Use): boolean => use.world.userland !== 'debian'
