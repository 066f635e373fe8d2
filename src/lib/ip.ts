/** The 32 bits of `10.244.1.7`; `undefined` for anything else (also for leading zeros). */
export function parseIp4(text: string): number | undefined {
  let value = 0
  let part = 0
  let digits = 0
  let dots = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 46) {
      if (digits === 0 || ++dots > 3) return undefined
      value = value * 256 + part
      part = digits = 0
    } else {
      if (code < 48 || code > 57 || (digits > 0 && part === 0)) return undefined
      part = part * 10 + code - 48
      digits++
      if (part > 255) return undefined
    }
  }
  return dots === 3 && digits > 0 ? value * 256 + part : undefined
}

export function formatIp4(n: number): string {
  return `${Math.floor(n / 0x1000000) & 255}.${(n >>> 16) & 255}.${(n >>> 8) & 255}.${n & 255}`
}

/** A block of addresses: the first and how many. */
export interface Cidr {
  base: number
  size: number
}

/** `10.244.0.0/16`; the host bits of the address are dropped. `undefined` for anything else. */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf('/')
  if (slash < 0) return undefined
  const address = parseIp4(text.slice(0, slash))
  const length = text.slice(slash + 1)
  if (address === undefined || !/^(0|[1-9][0-9]?)$/.test(length) || Number(length) > 32) return undefined
  const size = 2 ** (32 - Number(length))
  return { base: address - (address % size), size }
}

export function inCidr(address: number, cidr: Cidr): boolean {
  return address >= cidr.base && address < cidr.base + cidr.size
}

/** Whether the text is an IPv6 address (with `::` and an embedded IPv4 tail, without a zone). */
export function isIp6(text: string): boolean {
  const halves = text.split('::')
  if (halves.length > 2) return false
  let groups = 0
  for (let h = 0; h < halves.length; h++) {
    const half = halves[h]!
    if (half === '') continue
    const parts = half.split(':')
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i]!
      if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups++
      else if (h === halves.length - 1 && i === parts.length - 1 && parseIp4(part) !== undefined) groups += 2
      else return false
    }
  }
  return halves.length === 2 ? groups < 8 : groups === 8
}
