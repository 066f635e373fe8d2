import { age } from './duration.ts'
import type { Event, KubeObject, Labels } from './objects.ts'
import { controllerOf } from './owner.ts'
import { tabwriter } from './tabwriter.ts'

/** Ends a block of aligned columns; texts for Describe may carry it. */
const FLUSH = '\f'

/** Longest `key: value` that stands on one line. */
const ANNOTATION_WIDTH = 140
const HIDDEN = 'kubectl.kubernetes.io/last-applied-configuration'

/**
 * Builds the text of kubectl describe: lines of tab-separated cells, indented two spaces a level, aligned in blocks by
 * tabwriter when the text is asked for.
 */
export class Describe {
  private text = ''

  /** `label:<tab>value`, on a line of its own. */
  line(level: number, label: string, value: string | number | boolean): this {
    return this.write(level, `${label}:\t${value}\n`)
  }

  /** A line about the object that manages this one, if one does. */
  controlledBy(object: KubeObject): this {
    const owner = controllerOf(object)
    return owner ? this.line(0, 'Controlled By', `${owner.kind}/${owner.name}`) : this
  }

  /** Text as it is (with tabs and newlines), after the level's indent. */
  write(level: number, text: string): this {
    this.text += '  '.repeat(level) + text
    return this
  }

  /** Ends the block of columns: what follows is aligned by itself. */
  flush(): this {
    this.text += FLUSH
    return this
  }

  /** `title: a=b` and one line for each further pair, sorted; `<none>` when there are none. */
  map(title: string, map: Labels | undefined, indent = '', gap = '\t'): this {
    const keys = Object.keys(map ?? {}).sort()
    if (keys.length === 0) return this.write(0, `${indent}${title}:${gap}<none>\n`)
    keys.forEach((key, i) => {
      this.write(0, `${indent}${i === 0 ? `${title}:` : ''}${gap}${key}=${map![key]}\n`)
    })
    return this
  }

  labels(labels: Labels | undefined): this {
    return this.map('Labels', labels)
  }

  /** Annotations, without the last applied configuration; long and multi-line values stand below their key. */
  annotations(annotations: Labels | undefined, title = 'Annotations'): this {
    const keys = Object.keys(annotations ?? {})
      .filter(key => key !== HIDDEN)
      .sort()
    this.write(0, `${title}:\t`)
    if (keys.length === 0) return this.write(0, '<none>\n')
    keys.forEach((key, i) => {
      if (i > 0) this.write(0, '\t')
      const value = annotations![key]!.replace(/\n$/, '')
      if (value.length + key.length + 2 <= ANNOTATION_WIDTH && !value.includes('\n')) {
        this.write(0, `${key}: ${value}\n`)
        return
      }
      this.write(0, `${key}:\n`)
      for (const line of value.split('\n')) this.write(0, `\t  ${shorten(line, ANNOTATION_WIDTH - 2)}\n`)
    })
    return this
  }

  /** The text before it is aligned, as a part to be written into another one. */
  raw(): string {
    return this.text
  }

  /** Without the trailing newline. */
  toString(): string {
    return this.text
      .split(FLUSH)
      .map(block => tabwriter(block))
      .join('')
      .replace(/\n$/, '')
  }
}

function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}...` : text
}

/** The `Events:` block that ends every description, to be written into a Describe at level 0. */
export function describeEvents(events: readonly Event[], now: number): string {
  if (events.length === 0) return 'Events:\t<none>\n'
  const last = (e: Event) => (e.lastTimestamp ? Date.parse(e.lastTimestamp) : Number.NEGATIVE_INFINITY)
  const sorted = [...events].sort((a, b) => {
    const [x, y] = [last(a), last(b)]
    return x < y ? -1 : x > y ? 1 : 0
  })
  let text = `${FLUSH}Events:\n  Type\tReason\tAge\tFrom\tMessage\n  ----\t------\t----\t----\t-------\n`
  for (const e of sorted) {
    const cells = [e.type ?? '', e.reason ?? '', eventAge(e, now), eventSource(e), (e.message ?? '').trim()]
    text += `  ${cells.join('\t')}\n`
  }
  return text
}

/** `5s`, or `5s (x3 over 2m)` for an event that happened again. */
export function eventAge(e: Event, now: number): string {
  const first = age(e.eventTime ?? e.firstTimestamp, now)
  if (e.series) return `${age(e.series.lastObservedTime, now)} (x${e.series.count} over ${first})`
  return (e.count ?? 0) > 1 ? `${age(e.lastTimestamp, now)} (x${e.count} over ${first})` : first
}

export function eventSource(e: Event): string {
  return e.source?.component || e.reportingComponent || ''
}
