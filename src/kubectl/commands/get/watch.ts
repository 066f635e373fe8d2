import type { Call, Table, WatchEvent } from '../../../api/call.ts'
import type { Resource } from '../../../client/client.ts'
import type { CommandContext, Flags } from '../../command.ts'
import { goJson } from '../../../lib/go-json.ts'
import { FailedError } from '../../command.ts'
import { requestTimeout } from '../../connection.ts'
import { fetchList, fetchTarget } from '../../fetch.ts'
import type { Printer } from '../../printers/index.ts'
import { sortByField } from '../../printers/sorting.ts'
import { TablePrinter } from '../../printers/table.ts'
import type { Targets } from '../../targets.ts'
import { watch } from '../../watch.ts'
import { plainTable } from './plain.ts'
import { tableOptions } from './tables.ts'

/** Prints the object or list (unless --watch-only), then every change until the user has seen enough. */
export async function watchTargets(
  ctx: CommandContext,
  targets: Targets,
  flags: Flags,
  print?: Printer,
): Promise<void> {
  if (flags['sort-by']) ctx.complain('warning: --watch requested, --sort-by will be ignored for watch events received')
  if (targets.named.length + targets.lists.length !== 1) {
    throw new FailedError(
      'watch is only supported on individual resources and resource collections - more than 1 resource was found',
    )
  }
  const limit = requestTimeout(flags)
  const table: Table = await firstTable(ctx, targets)
  const { resource } = [...targets.named, ...targets.lists][0]!
  const show = print ? showObject(ctx, flags, print) : showRow(ctx, flags, resource)
  if (!flags['watch-only']) show('ADDED', { ...table, rows: ordered(table.rows, flags) })

  const until = limit === undefined ? undefined : ctx.client.now() + limit
  for await (const { type, object } of watch(ctx.client, watched(targets), {
    resourceVersion: table.metadata.resourceVersion,
    objects: table.rows.map(row => row.object),
    until,
  })) {
    show(type, object as unknown as Table)
  }
}

const firstTable = async (ctx: CommandContext, targets: Targets): Promise<Table> =>
  targets.named[0]
    ? fetchTarget(ctx.client, targets.named[0], { as: 'table' })
    : fetchList(ctx.client, targets.lists[0]!, targets, 'table')

function watched({ named, lists, labelSelector, fieldSelector }: Targets): Omit<Call, 'verb'> {
  const target = named[0]
  const { resource, namespace } = target ?? lists[0]!
  const query = target ? { fieldSelector: `metadata.name=${target.name}` } : { labelSelector, fieldSelector }
  return { resource: resource.resource, namespace, query, as: 'table' }
}

function ordered(rows: Table['rows'], flags: Flags): Table['rows'] {
  if (!flags['sort-by']) return rows
  try {
    return sortByField(rows, row => row.object, flags['sort-by'])
  } catch {
    return []
  }
}

type Show = (event: WatchEvent['type'], table: Table) => void

function showRow(ctx: CommandContext, flags: Flags, resource: Resource): Show {
  const printer = new TablePrinter(resource, tableOptions(flags, resource, flags['show-kind']))
  return (event, table) => {
    if (table.rows.length === 0) return
    const { columns, rows } = flags['server-print'] ? table : plainTable(table, ctx.client.now())
    ctx.io.stdout(
      printer.print(
        columns,
        rows.map(row => ({ ...row, event })),
      ),
    )
  }
}

/**
 * With --output-watch-events every format but name is given the event around the object, and json writes it on one line
 * (cli-runtime printers, metav1.WatchEvent).
 */
function showObject(ctx: CommandContext, flags: Flags, print: Printer): Show {
  const format = flags['output'].toLowerCase()
  const wrapped = flags['output-watch-events'] && format !== 'name'
  return (type, { rows }) => {
    for (const { object } of rows) {
      if (wrapped && format === 'json') ctx.print(`{"type":"${type}","object":${goJson(object)}}`)
      else ctx.io.stdout(print(wrapped ? { type, object } : object))
    }
  }
}
