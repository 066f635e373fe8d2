import type { Table } from '../../../api/call.ts'
import { age } from '../../../lib/duration.ts'
import type { Ms } from '../../../lib/time.ts'

/** What kubectl itself makes of objects that no server has put into rows (--server-print=false): name and age. */
export function plainTable(table: Table, now: Ms): Table {
  const columns = ['Name', 'Age'].map(name => ({ name, wide: false, type: 'string' }))
  const rows = table.rows.map(({ object }) => ({
    object,
    cells: [object.metadata.name, age(object.metadata.creationTimestamp, now)],
  }))
  return { ...table, columns, rows }
}
