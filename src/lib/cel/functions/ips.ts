import { type Family, libraryType } from '../overload.ts'
import { Failure } from '../problems.ts'
import { Opaque } from '../values.ts'
import { type Address, formatAddress, isMapped, parseAddress } from './address.ts'

class Ip extends Opaque {
  readonly type = libraryType('IP')
  readonly address: Address
  constructor(address: Address) {
    super()
    this.address = address
  }
  equals(other: Opaque): boolean {
    return other instanceof Ip && same(other.address, this.address)
  }
}

class Cidr extends Opaque {
  readonly type = libraryType('CIDR')
  readonly address: Address
  readonly length: number
  constructor(address: Address, length: number) {
    super()
    this.address = address
    this.length = length
  }
  equals(other: Opaque): boolean {
    return other instanceof Cidr && other.length === this.length && same(other.address, this.address)
  }
}

const same = (a: Address, b: Address): boolean => a.family === b.family && a.bits === b.bits
const widthOf = ({ family }: Address): number => (family === 4 ? 32 : 128)

function network(address: Address, length: number): bigint {
  const host = BigInt(widthOf(address) - length)
  return (address.bits >> host) << host
}

/** The address, or why the text is none. */
function readIp(text: string): Address | string {
  const percent = text.indexOf('%')
  if (percent > 0 && parseAddress(text.slice(0, percent))?.family === 6) {
    return `IP address ${JSON.stringify(text)} with zone value is not allowed`
  }
  const address = parseAddress(text)
  if (!address) {
    return `IP Address ${JSON.stringify(text)} parse error during conversion from string: ParseAddr(${JSON.stringify(text)}): unable to parse IP`
  }
  if (isMapped(address)) return `IPv4-mapped IPv6 address ${JSON.stringify(text)} is not allowed`
  return address
}

function ip(text: string): Ip {
  const found = readIp(text)
  if (typeof found === 'string') throw new Failure(found)
  return new Ip(found)
}

function readCidr(text: string): Cidr | string {
  const slash = text.lastIndexOf('/')
  const wrong = (what: string) =>
    `network address parse error during conversion from string: netip.ParsePrefix(${JSON.stringify(text)}): ${what}`
  if (slash < 0) return wrong("no '/'")
  const address = parseAddress(text.slice(0, slash))
  if (!address) return wrong(`ParseAddr(${JSON.stringify(text.slice(0, slash))}): unable to parse IP`)
  const length = text.slice(slash + 1)
  if (!/^(0|[1-9][0-9]{0,2})$/.test(length)) return wrong(`bad bits after slash: ${JSON.stringify(length)}`)
  if (Number(length) > widthOf(address)) return wrong('prefix length out of range')
  if (isMapped(address)) return `IPv4-mapped IPv6 address ${JSON.stringify(text)} is not allowed`
  return new Cidr(address, Number(length))
}

function cidr(text: string): Cidr {
  const found = readCidr(text)
  if (typeof found === 'string') {
    throw new Failure(`network address parse error during conversion from string: ${found}`)
  }
  return found
}

function containsIp(block: Cidr, { address }: Ip): boolean {
  if (address.family !== block.address.family) return false
  return network(address, block.length) === network(block.address, block.length)
}

const containsCidr = (block: Cidr, inner: Cidr): boolean =>
  block.length <= inner.length && containsIp(block, new Ip(inner.address))

const starts = ({ address }: Ip, four: string, six: string): boolean =>
  containsIp(cidr(address.family === 4 ? four : six), new Ip(address))

const isUnspecified = ({ address }: Ip): boolean => address.bits === 0n
const isLoopback = (address: Ip): boolean => starts(address, '127.0.0.0/8', '::1/128')
const isMulticast = (address: Ip): boolean => starts(address, '224.0.0.0/4', 'ff00::/8')
const isLinkLocalUnicast = (address: Ip): boolean => starts(address, '169.254.0.0/16', 'fe80::/10')
/** Interface-local and link-local multicast of IPv6 have their own scope. */
const isLinkLocalMulticast = ({ address }: Ip): boolean =>
  address.family === 4
    ? starts(new Ip(address), '224.0.0.0/24', '::/128')
    : ((address.bits >> 112n) & 0xff0fn) === 0xff02n

function isGlobalUnicast(found: Ip): boolean {
  const { family, bits } = found.address
  if (family === 4 && bits === 0xffff_ffffn) return false
  return !isUnspecified(found) && !isLoopback(found) && !isMulticast(found) && !isLinkLocalUnicast(found)
}

export const ips = (): Family => ({
  'ip(string) -> IP': ip,
  'isIP(string) -> bool': (text: string) => typeof readIp(text) !== 'string',
  'ip.isCanonical(string) -> bool': (text: string) => formatAddress(ip(text).address) === text,
  'string(IP) -> string': ({ address }: Ip) => formatAddress(address),
  'IP.family() -> int': ({ address }: Ip) => BigInt(address.family),
  'IP.isUnspecified() -> bool': isUnspecified,
  'IP.isLoopback() -> bool': isLoopback,
  'IP.isLinkLocalMulticast() -> bool': isLinkLocalMulticast,
  'IP.isLinkLocalUnicast() -> bool': isLinkLocalUnicast,
  'IP.isGlobalUnicast() -> bool': isGlobalUnicast,
  'cidr(string) -> CIDR': cidr,
  'isCIDR(string) -> bool': (text: string) => typeof readCidr(text) !== 'string',
  'string(CIDR) -> string': (block: Cidr) => `${formatAddress(block.address)}/${block.length}`,
  'CIDR.containsIP(string) -> bool': (block: Cidr, text: string) => containsIp(block, ip(text)),
  'CIDR.containsIP(IP) -> bool': containsIp,
  'CIDR.containsCIDR(string) -> bool': (block: Cidr, text: string) => containsCidr(block, cidr(text)),
  'CIDR.containsCIDR(CIDR) -> bool': containsCidr,
  'CIDR.ip() -> IP': ({ address }: Cidr) => new Ip(address),
  'CIDR.prefixLength() -> int': ({ length }: Cidr) => BigInt(length),
  'CIDR.masked() -> CIDR': ({ address, length }: Cidr) =>
    new Cidr({ family: address.family, bits: network(address, length) }, length),
})
