/** Values of flags that say what a generated object looks like, read as kubectl's generators do. */
import type { Labels } from '../lib/objects.ts'
import { FailedError } from './command.ts'

/** `app=web,tier=front`. Throws FailedError: `unexpected label spec: app`. */
export function parseLabelPairs(text: string): Labels {
  const labels: Labels = {}
  for (const pair of text.split(',')) {
    const [key, value, more] = pair.split('=')
    if (!key || value === undefined || more !== undefined) throw new FailedError(`unexpected label spec: ${pair}`)
    labels[key] = value
  }
  return labels
}

/** A whole number. Throws FailedError in the words of Go's strconv. */
export function atoi(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw new FailedError(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`)
  return Number(text)
}
