import type { KubeObject } from '../lib/objects.ts'
import type { Table } from './call.ts'
import type { Column } from './kind.ts'
import type { Server } from './server.ts'

/** Objects as the rows that their kind prints. */
export function tableOf(server: Server, columns: readonly Column<any>[], objects: KubeObject[]): Table {
  const view = { now: server.now(), read: server.read }
  return {
    kind: 'Table',
    columns: columns.map(column => ({ name: column.name, wide: column.wide ?? false, type: 'string' })),
    rows: objects.map(object => ({ cells: columns.map(column => column.value(object, view)), object })),
    metadata: { resourceVersion: String(server.store.revision) },
  }
}
