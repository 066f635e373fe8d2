import { isIp6, parseIp4 } from '../../ip.ts'

/** An IPv4 or IPv6 address as a number. */
export interface Address {
  family: 4 | 6
  bits: bigint
}

/** Go's netip.ParseAddr without zones; undefined for what is none. */
export function parseAddress(text: string): Address | undefined {
  const four = parseIp4(text)
  if (four !== undefined) return { family: 4, bits: BigInt(four) }
  if (!isIp6(text)) return undefined
  const [head, tail] = text.split('::') as [string, string?]
  const before = groups(head)
  const after = tail === undefined ? [] : groups(tail)
  const zeros = Array<number>(8 - before.length - after.length).fill(0)
  return { family: 6, bits: [...before, ...zeros, ...after].reduce((bits, group) => (bits << 16n) | BigInt(group), 0n) }
}

function groups(text: string): number[] {
  if (text === '') return []
  return text.split(':').flatMap(part => {
    const four = parseIp4(part)
    return four === undefined || !part.includes('.')
      ? [Number.parseInt(part, 16)]
      : [Math.floor(four / 65_536), four % 65_536]
  })
}

/** An IPv4 address written as one of IPv6. */
export const isMapped = ({ family, bits }: Address): boolean => family === 6 && bits >> 32n === 0xffffn

/** The one way to write it. */
export function formatAddress({ family, bits }: Address): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map(shift => (bits >> shift) & 255n).join('.')
  const parts = Array.from({ length: 8 }, (_, i) => ((bits >> BigInt(112 - 16 * i)) & 0xffffn).toString(16))
  const [start, length] = longestZeros(parts)
  if (length < 2) return parts.join(':')
  return `${parts.slice(0, start).join(':')}::${parts.slice(start + length).join(':')}`
}

function longestZeros(parts: readonly string[]): [start: number, length: number] {
  let best: [number, number] = [0, 0]
  for (let i = 0; i < parts.length; i++) {
    let end = i
    while (parts[end] === '0') end++
    if (end - i > best[1]) best = [i, end - i]
  }
  return best
}
