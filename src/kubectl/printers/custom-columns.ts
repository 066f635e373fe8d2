import { columns } from '../../lib/columns.ts'
import { goPrint } from '../../lib/go-print.ts'
import { compileFind, relaxedJsonPath } from '../../lib/jsonpath.ts'
import { FailedError } from '../command.ts'
import type { Printer } from './index.ts'

interface Column {
  header: string
  find(object: unknown): unknown[]
}

/**
 * `NAME:.metadata.name,IMAGE:.spec.containers[*].image`; `file`: a line of headers over a line of paths.
 * Rows of later calls (a watch) keep the widths, and only the first has the headers.
 */
export function customColumns(spec: string, file: boolean, noHeaders: boolean): Printer {
  const parsed = file ? fromFile(spec) : fromText(spec)
  const widths: number[] = []
  let headers = !noHeaders
  return object => {
    const items: unknown[] = Array.isArray(object.items) ? object.items : [object]
    const rows = items.map(item => parsed.map(column => cell(column.find(item))))
    if (headers) rows.unshift(parsed.map(column => column.header))
    headers = false
    return columns(rows, widths)
  }
}

const cell = (values: unknown[]): string => (values.length === 0 ? '<none>' : values.map(goPrint).join(','))

function fromText(spec: string): Column[] {
  return spec.split(',').map(part => {
    const [header, path, more] = part.split(':')
    if (header === undefined || path === undefined || more !== undefined) {
      throw new FailedError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`)
    }
    return column(header, path)
  })
}

function fromFile(text: string): Column[] {
  const [first = '', second = ''] = text.split('\n')
  const words = (line: string) => line.split(/\s+/).filter(Boolean)
  const headers = words(first)
  const paths = words(second)
  if (headers.length !== paths.length) {
    throw new FailedError(
      `number of headers (${headers.length}) and field specifications (${paths.length}) don't match`,
    )
  }
  return headers.map((header, i) => column(header, paths[i]!))
}

function column(header: string, path: string): Column {
  try {
    return { header, find: compileFind(relaxedJsonPath(path)) }
  } catch (error) {
    throw new FailedError((error as Error).message)
  }
}
