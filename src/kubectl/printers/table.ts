import type { Table } from '../../api/call.ts'
import type { Resource } from '../../client/client.ts'
import { columns } from '../../lib/columns.ts'
import { formatLabels } from '../../lib/selector.ts'
import { kindName } from '../named.ts'
import { own } from '../../lib/own.ts'

export interface TableOptions {
  wide?: boolean
  noHeaders?: boolean
  /** A first column NAMESPACE. */
  withNamespace?: boolean
  /** Names carry their kind: `pod/web`. */
  withKind?: boolean
  showLabels?: boolean
  /** Labels that become columns. */
  labelColumns?: readonly string[]
  /** A first column EVENT. */
  withEvent?: boolean
}

type Row = Table['rows'][number] & { event?: string }

/** Prints the rows of one resource, in several parts if need be: headers once, and columns that never become narrower. */
export class TablePrinter {
  readonly #resource: Resource
  readonly #options: TableOptions
  readonly #widths: number[] = []
  #headers: boolean

  constructor(resource: Resource, options: TableOptions) {
    this.#resource = resource
    this.#options = options
    this.#headers = !options.noHeaders
  }

  /** Text of the rows with newlines; empty without rows. */
  print(head: Table['columns'], rows: readonly Row[]): string {
    if (rows.length === 0) return ''
    const shown = head.map((_, i) => i).filter(i => this.#options.wide || !head[i]!.wide)
    const nameAt = this.#options.withKind ? head.findIndex(column => column.name.toLowerCase() === 'name') : -1
    const lines = rows.map(row => this.#line(row, shown, nameAt))
    if (this.#headers) lines.unshift(this.#header(head, shown))
    this.#headers = false
    return columns(lines, this.#widths)
  }

  #header(head: Table['columns'], shown: readonly number[]): string[] {
    const { withEvent, withNamespace, labelColumns = [], showLabels } = this.#options
    const cells = shown.map(i => head[i]!.name.toUpperCase())
    if (withNamespace) cells.unshift('NAMESPACE')
    if (withEvent) cells.unshift('EVENT')
    for (const label of labelColumns) cells.push(label.slice(label.lastIndexOf('/') + 1).toUpperCase())
    if (showLabels) cells.push('LABELS')
    return cells
  }

  #line(row: Row, shown: readonly number[], nameAt: number): string[] {
    const { withEvent, withNamespace, labelColumns = [], showLabels } = this.#options
    const { namespace = '', labels } = row.object.metadata
    const cells = shown.map(i => firstLine(String(row.cells[i] ?? '')))
    if (nameAt >= 0) cells[shown.indexOf(nameAt)] = `${kindName(this.#resource)}/${row.cells[nameAt]}`
    if (withNamespace) cells.unshift(namespace)
    if (withEvent) cells.unshift((row.event ?? '').padEnd('MODIFIED'.length))
    for (const label of labelColumns) cells.push(own(labels ?? {}, label) ?? '')
    if (showLabels) cells.push(formatLabels(labels))
    return cells
  }
}

/** A cell is one line; the rest is only hinted at. */
function firstLine(text: string): string {
  const end = text.search(/[\f\n\r]/)
  return end < 0 ? text : `${text.slice(0, end)}...`
}
