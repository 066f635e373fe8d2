/** The parts of RFC 3339 and how Go's layout calls them. */
const PARTS: [RegExp, string][] = [
  [/^\d{4}/, '2006'],
  [/^-/, '-'],
  [/^\d{2}/, '01'],
  [/^-/, '-'],
  [/^\d{2}/, '02'],
  [/^T/, 'T'],
  [/^\d{2}/, '15'],
  [/^:/, ':'],
  [/^\d{2}/, '04'],
  [/^:/, ':'],
  [/^\d{2}(\.\d+)?/, '05'],
  [/^(Z|[+-]\d{2}:\d{2})/, 'Z07:00'],
]

/** What Go's time.Parse(time.RFC3339) says of a text that is no time; undefined when it is one. */
export function timeError(text: string): string | undefined {
  const quoted = JSON.stringify(text)
  let rest = text
  for (const [pattern, layout] of PARTS) {
    const found = pattern.exec(rest)
    if (!found) {
      return `parsing time ${quoted} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(rest)} as "${layout}"`
    }
    rest = rest.slice(found[0].length)
  }
  if (rest) return `parsing time ${quoted}: extra text: ${JSON.stringify(rest)}`
  const [, month, day, hour, minute, second] = /-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)/.exec(text)!.map(Number)
  const outside =
    month! < 1 || month! > 12
      ? 'month'
      : day! < 1 || day! > new Date(Date.UTC(Number(text.slice(0, 4)), month!, 0)).getUTCDate()
        ? 'day'
        : hour! > 23
          ? 'hour'
          : minute! > 59
            ? 'minute'
            : second! > 59
              ? 'second'
              : undefined
  return outside && `parsing time ${quoted}: ${outside} out of range`
}
