import type { KubeObject } from '../../../lib/objects.ts'
import type { CommandContext, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { fetchList, fetchTarget } from '../../fetch.ts'
import { asList, type Printer } from '../../printers/index.ts'
import { sortByField } from '../../printers/sorting.ts'
import type { Targets } from '../../targets.ts'
import { isIgnored } from './tables.ts'

/** Prints one object bare, several or a listing as a List. What could not be fetched is thrown at the end. */
export async function printObjects(ctx: CommandContext, targets: Targets, flags: Flags, print: Printer): Promise<void> {
  const { objects, errors } = await fetchObjects(ctx, targets, flags)
  const shown = flags['sort-by'] ? sorted(objects, flags['sort-by']) : objects
  if (targets.single && shown.length === 1) ctx.io.stdout(print(shown[0]))
  else if (!(targets.single && errors.length > 0) && !(shown.length === 0 && flags['ignore-not-found'])) {
    ctx.io.stdout(print(asList(shown)))
  }
  if (errors.length > 0) throw new AggregateError(errors)
}

async function fetchObjects(ctx: CommandContext, targets: Targets, flags: Flags) {
  const objects: KubeObject[] = []
  const errors: unknown[] = [...targets.unread]
  const subresource = flags['subresource'] || undefined
  for (const target of targets.named) {
    try {
      objects.push(await fetchTarget(ctx.client, target, { subresource }))
    } catch (error) {
      if (!isIgnored(error, flags)) errors.push(error)
    }
  }
  for (const listing of targets.lists) {
    try {
      const { items } = await fetchList(ctx.client, listing, targets)
      for (const item of items) objects.push(item)
    } catch (error) {
      errors.push(error)
    }
  }
  return { objects, errors }
}

function sorted(objects: KubeObject[], field: string): KubeObject[] {
  try {
    return sortByField(objects, object => object, field)
  } catch (error) {
    throw new FailedError((error as Error).message)
  }
}
