/** Archives of texts, as POSIX ustar (with GNU's long names). Sizes and paddings count bytes in UTF-8. */

export interface TarEntry {
  /** Without a final slash. */
  path: string
  /** Undefined for a folder. */
  content?: string
  /** A link or a device, which only has a name here. */
  other?: true
}

const BLOCK = 512
const NAME = 100
const encoder = new TextEncoder()
const bytes = (text: string) => encoder.encode(text).length
const field = (text: string, width: number) => text + '\0'.repeat(width - bytes(text))
const octal = (n: number, width: number) => `${n.toString(8).padStart(width - 1, '0')}\0`
const padded = (text: string, size: number) => text + '\0'.repeat((BLOCK - (size % BLOCK)) % BLOCK)

/** `seconds` since 1970: when all of it was changed last. */
export function pack(entries: readonly TarEntry[], seconds: number): string {
  let text = ''
  for (const { path, content } of entries) {
    const name = content === undefined ? `${path}/` : path
    if (bytes(name) > NAME) text += member('././@LongLink', 'L', `${name}\0`, 0)
    text += member(
      bytes(name) > NAME ? shortened(name) : name,
      content === undefined ? '5' : '0',
      content ?? '',
      seconds,
    )
  }
  return text + '\0'.repeat(BLOCK * 2)
}

function shortened(name: string): string {
  let short = name.slice(0, NAME)
  while (bytes(short) > NAME) short = short.slice(0, -1)
  return short
}

function member(name: string, type: string, content: string, seconds: number): string {
  const size = bytes(content)
  const mode = type === '5' ? 0o755 : 0o644
  const head = (sum: string) =>
    field(name, NAME) +
    octal(mode, 8) +
    octal(0, 8).repeat(2) +
    octal(size, 12) +
    octal(seconds, 12) +
    sum +
    field(type, 1) +
    field('', 100) +
    'ustar\x0000' +
    field('root', 32).repeat(2) +
    octal(0, 8).repeat(2) +
    field('', 167)
  const sum = encoder.encode(head(' '.repeat(8))).reduce((a, b) => a + b, 0)
  return head(`${sum.toString(8).padStart(6, '0')}\0 `) + padded(content, size)
}

/** Undefined when it is no archive. */
export function unpack(text: string): TarEntry[] | undefined {
  const data = encoder.encode(text)
  if (data.length === 0 || data.length % BLOCK !== 0) return undefined
  const decoder = new TextDecoder()
  const string = (from: number, width: number) =>
    decoder.decode(data.subarray(from, from + width)).replace(/\0.*$/s, '')
  const entries: TarEntry[] = []
  let long: string | undefined
  for (let at = 0; at + BLOCK <= data.length && data[at] !== 0; ) {
    const size = Number.parseInt(string(at + 124, 12).trim() || '0', 8)
    if (string(at + 257, 5) !== 'ustar' || !(size >= 0) || at + BLOCK + size > data.length) return undefined
    const type = string(at + 156, 1)
    const prefix = data[at + 262] === 0 ? string(at + 345, 155) : ''
    const content = decoder.decode(data.subarray(at + BLOCK, at + BLOCK + size))
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
    if (type === 'L') long = content.replace(/\0.*$/s, '')
    else if (type === 'x' || type === 'g') long = /(?:^|\n)\d+ path=([^\n]*)\n/.exec(content)?.[1] ?? long
    else {
      const name = long ?? (prefix ? `${prefix}/` : '') + string(at - BLOCK - Math.ceil(size / BLOCK) * BLOCK, NAME)
      long = undefined
      const path = name.replace(/\/+$/, '')
      if (type === '5' || (type !== '1' && type !== '2' && name.endsWith('/'))) entries.push({ path })
      else if (type === '' || type === '0' || type === '7') entries.push({ path, content })
      else entries.push({ path, other: true })
    }
  }
  return entries
}
