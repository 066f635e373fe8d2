/** printf(1): the format is used again while arguments are left. */
export function printf([format = '', ...args]: string[]): string {
  let text = ''
  let at = 0
  do {
    text += unescaped(format).replace(
      /%(%|([-0 +]*)(\d*)(?:\.(\d+))?([sdiuxXcqbf]))/g,
      (_, all, flags, width, precision, type) => {
        if (all === '%') return '%'
        const value = conversion(args[at++] ?? '', type, precision)
        if (flags.includes('-')) return value.padEnd(Number(width))
        return value.padStart(Number(width), flags.includes('0') && type !== 's' ? '0' : ' ')
      },
    )
  } while (at > 0 && at < args.length)
  return text
}

function conversion(value: string, type: string, precision: string | undefined): string {
  switch (type) {
    case 'd':
    case 'i':
    case 'u':
      return String(Number.parseInt(value, 10) || 0)
    case 'x':
      return (Number.parseInt(value, 10) || 0).toString(16)
    case 'X':
      return (Number.parseInt(value, 10) || 0).toString(16).toUpperCase()
    case 'f':
      return (Number(value) || 0).toFixed(Number(precision ?? 6))
    case 'c':
      return value.slice(0, 1)
    case 'b':
      return unescaped(value)
    default:
      return precision === undefined ? value : value.slice(0, Number(precision))
  }
}

const ESCAPES: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  v: '\v',
  '\\': '\\',
}

function unescaped(text: string): string {
  return text.replace(/\\(0[0-7]{0,3}|x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)/g, (all, code: string) => {
    if (code.startsWith('x')) return String.fromCharCode(Number.parseInt(code.slice(1), 16))
    if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8))
    return ESCAPES[code] ?? all
  })
}
