import { goPrint, goSyntax } from '../../../lib/go-print.ts'

/** Go's fmt.Sprintf over JSON values, for the verbs that make sense of them. */
export function sprintf(format: string, args: readonly unknown[]): string {
  let used = 0
  const text = format.replace(
    /%([-+# 0]*)(\d*)(?:\.(\d*))?(.)/g,
    (_, flags: string, width: string, precision, verb: string) => {
      if (verb === '%') return '%'
      if (used >= args.length) return `%!${verb}(MISSING)`
      const shown = formatted(args[used++], verb, flags, precision === undefined ? undefined : Number(precision))
      const fill = flags.includes('0') && !flags.includes('-') && verb !== 's' ? '0' : ' '
      return flags.includes('-') ? shown.padEnd(Number(width)) : shown.padStart(Number(width), fill)
    },
  )
  return used < args.length ? `${text}%!(EXTRA ${args.slice(used).map(described).join(', ')})` : text
}

function formatted(value: unknown, verb: string, flags: string, precision: number | undefined): string {
  const sign = flags.includes('+') && typeof value === 'number' && value >= 0 ? '+' : ''
  switch (verb) {
    case 'v':
      return sign + (flags.includes('#') ? goSyntax(value) : goPrint(value))
    case 's':
      return typeof value === 'string' || typeof value === 'object'
        ? goPrint(value).slice(0, precision)
        : wrong(value, verb)
    case 'q':
      return typeof value === 'string' ? JSON.stringify(value) : wrong(value, verb)
    case 'd':
      return Number.isInteger(value) ? `${sign}${value}` : wrong(value, verb)
    case 'f':
      return typeof value === 'number' ? sign + value.toFixed(precision ?? 6) : wrong(value, verb)
    case 't':
      return typeof value === 'boolean' ? String(value) : wrong(value, verb)
    case 'x':
    case 'X': {
      const text =
        typeof value === 'string'
          ? Buffer.from(value).toString('hex')
          : Number.isInteger(value)
            ? (value as number).toString(16)
            : wrong(value, verb)
      return verb === 'X' ? text.toUpperCase() : text
    }
    default:
      return wrong(value, verb)
  }
}

const wrong = (value: unknown, verb: string): string => `%!${verb}(${described(value)})`

const described = (value: unknown): string => {
  const type = { string: 'string', number: 'float64', boolean: 'bool' }[typeof value as string]
  return value === null || value === undefined ? '<nil>' : `${type ?? 'map[string]interface {}'}=${goPrint(value)}`
}
