import type { Table } from '../../../api/call.ts'
import { ApiError } from '../../../api/errors.ts'
import type { Resource } from '../../../client/client.ts'
import type { CommandContext, Flags } from '../../command.ts'
import { fetchList, fetchTarget } from '../../fetch.ts'
import { sortByField } from '../../printers/sorting.ts'
import { type TableOptions, TablePrinter } from '../../printers/table.ts'
import type { Targets } from '../../targets.ts'
import { plainTable } from './plain.ts'

interface Part {
  resource: Resource
  table: Table
}

/** One table per kind, blank lines between. What could not be fetched is thrown at the end. */
export async function printTables(ctx: CommandContext, targets: Targets, flags: Flags): Promise<void> {
  const { parts, errors } = await fetchTables(ctx, targets, flags)
  const withKind = flags['show-kind'] || new Set(parts.map(part => part.resource.resource)).size > 1
  let text = ''
  let last: Part | undefined
  let printer: TablePrinter | undefined
  for (const part of merged(parts)) {
    const { columns, rows } = flags['server-print'] ? part.table : plainTable(part.table, ctx.client.now())
    if (!printer || part.resource.resource !== last?.resource.resource) {
      printer = new TablePrinter(part.resource, tableOptions(flags, part.resource, withKind))
      if (text !== '' && !flags['no-headers'] && rows.length > 0) text += '\n'
    }
    last = part
    text += printer.print(columns, sorted(rows, flags['sort-by']))
  }
  if (text !== '') ctx.io.stdout(text)
  else if (errors.length === 0 && !flags['ignore-not-found']) {
    const namespaced = !flags['all-namespaces'] && parts.every(part => part.resource.namespaced)
    ctx.complain(`No resources found${namespaced ? ` in ${ctx.namespace.name} namespace.` : ''}`)
  }
  if (errors.length > 0) throw new AggregateError(errors)
}

export function tableOptions(flags: Flags, resource: Resource, withKind: boolean): TableOptions {
  return {
    wide: flags['output'].toLowerCase() === 'wide',
    noHeaders: flags['no-headers'],
    withNamespace: flags['all-namespaces'] && resource.namespaced,
    withKind,
    showLabels: flags['show-labels'],
    labelColumns: flags['label-columns'],
    withEvent: flags['output-watch-events'],
  }
}

async function fetchTables(ctx: CommandContext, targets: Targets, flags: Flags) {
  const parts: Part[] = []
  const errors: unknown[] = [...targets.unread]
  const subresource = flags['subresource'] || undefined
  for (const target of targets.named) {
    try {
      parts.push({
        resource: target.resource,
        table: await fetchTarget(ctx.client, target, { as: 'table', subresource }),
      })
    } catch (error) {
      if (!isIgnored(error, flags)) errors.push(error)
    }
  }
  for (const listing of targets.lists) {
    try {
      parts.push({ resource: listing.resource, table: await fetchList(ctx.client, listing, targets, 'table') })
    } catch (error) {
      errors.push(error)
    }
  }
  return { parts, errors }
}

export const isIgnored = (error: unknown, flags: Flags): boolean =>
  flags['ignore-not-found'] && error instanceof ApiError && error.reason === 'NotFound'

/** Rows of the same kind that follow each other share their columns' widths. */
function merged(parts: readonly Part[]): Part[] {
  const result: Part[] = []
  for (const part of parts) {
    const last = result.at(-1)
    if (last?.resource.resource !== part.resource.resource) result.push(part)
    else
      result[result.length - 1] = { ...last, table: { ...last.table, rows: [...last.table.rows, ...part.table.rows] } }
  }
  return result
}

/** As in kubectl, rows that cannot be sorted by a field are not shown. */
function sorted(rows: Table['rows'], field: string): Table['rows'] {
  if (field === '') return rows
  try {
    return sortByField(rows, row => row.object, field)
  } catch {
    return []
  }
}
