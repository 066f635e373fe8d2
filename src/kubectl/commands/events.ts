import { columns } from '../../lib/columns.ts'
import { eventAge } from '../../lib/describe.ts'
import type { Event } from '../../lib/objects.ts'
import { parseTime } from '../../lib/time.ts'
import { type Command, type CommandContext, FailedError, type Flags } from '../command.ts'
import { requestTimeout } from '../connection.ts'
import { PROGRAM } from '../globals.ts'
import { asList, outputFlags, printerFor } from '../printers/index.ts'
import { resolveResource } from '../resources.ts'
import { listPages } from '../pages.ts'
import { ALL_NAMESPACES, CHUNK_SIZE } from '../targets.ts'
import { watch } from '../watch.ts'

export const events: Command = {
  name: 'events',
  group: 'Troubleshooting and Debugging Commands:',
  usage: '[(-o|--output=)FORMAT] [--for TYPE/NAME] [--watch] [--types=Normal,Warning]',
  summary: 'List events',
  long: 'Prints the events of a namespace, of all namespaces, or about one object, oldest first.',
  examples: `# Events of the current namespace, and of all
${PROGRAM} events
${PROGRAM} events --all-namespaces

# Events about a pod, as they happen
${PROGRAM} events --for pod/web --watch

# Warnings only
${PROGRAM} events --types=Warning`,
  flags: [
    ALL_NAMESPACES,
    CHUNK_SIZE,
    {
      name: 'for',
      type: 'string',
      default: '',
      complete: 'resource-name',
      help: 'Only events about this object, given as TYPE/NAME.',
    },
    { name: 'no-headers', type: 'bool', default: false, help: 'Print the table without its headers.' },
    ...outputFlags(),
    { name: 'types', type: 'strings', values: ['Normal', 'Warning'], help: 'Only events of these types.' },
    {
      name: 'watch',
      short: 'w',
      type: 'bool',
      default: false,
      help: 'After the list, show new events as they happen.',
    },
  ],
  complete: 'none',
  run,
}

async function run(ctx: CommandContext, _args: string[], flags: Flags): Promise<void> {
  const types: string[] = flags['types'].map((type: string) => type.toLowerCase())
  if (types.some(type => type !== 'normal' && type !== 'warning')) {
    throw new FailedError('valid --types are Normal or Warning')
  }
  const print = await printerFor(ctx.io, flags)
  const fieldSelector = flags['for'] === '' ? '' : await aboutSelector(ctx, flags['for'])
  const namespace = flags['all-namespaces'] ? undefined : ctx.namespace.name
  const call = { resource: 'events', namespace, query: { fieldSelector } }
  const isWanted = (event: Event) => types.length === 0 || types.includes((event.type ?? '').toLowerCase())

  const list = await listPages(ctx.client, call, flags['chunk-size'])
  const listed = inOrder((list.items as Event[]).filter(isWanted))
  if (print) {
    ctx.io.stdout(print(asList(listed)))
  } else if (listed.length === 0 && !flags['watch']) {
    ctx.complain(namespace === undefined ? 'No events found.' : `No events found in ${namespace} namespace.`)
    return
  }
  const table = new EventTable(ctx, flags)
  if (!print) table.print(listed)
  if (!flags['watch']) return

  const limit = requestTimeout(flags)
  const until = limit === undefined ? undefined : ctx.client.now() + limit
  for await (const { type, object } of watch(ctx.client, call, {
    resourceVersion: list.metadata.resourceVersion,
    objects: list.items,
    until,
  })) {
    if (type === 'DELETED' || !isWanted(object as Event)) continue
    if (print) ctx.io.stdout(print(object))
    else table.print([object as Event])
  }
}

async function aboutSelector(ctx: CommandContext, about: string): Promise<string> {
  const [type, name, more] = about.split('/')
  if (!type || !name || more !== undefined) throw new FailedError('--for must be in resource/name form')
  let resource: Awaited<ReturnType<typeof resolveResource>>
  try {
    resource = await resolveResource(ctx.client, type)
  } catch (error) {
    // kubectl words this one without its usual `error: `.
    throw new AggregateError([error])
  }
  return `involvedObject.apiVersion=${resource.apiVersion},involvedObject.kind=${resource.kind},involvedObject.name=${name}`
}

function inOrder(list: Event[]): Event[] {
  const at = (event: Event) => parseTime(event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime) ?? 0
  return list.sort((a, b) => at(a) - at(b))
}

class EventTable {
  readonly #ctx: CommandContext
  readonly #withNamespace: boolean
  readonly #widths: number[] = []
  #headers: boolean

  constructor(ctx: CommandContext, flags: Flags) {
    this.#ctx = ctx
    this.#withNamespace = flags['all-namespaces']
    this.#headers = !flags['no-headers']
  }

  print(list: readonly Event[]): void {
    if (list.length === 0) return
    const rows = list.map(event => this.#row(event))
    if (this.#headers) {
      rows.unshift([...(this.#withNamespace ? ['NAMESPACE'] : []), 'LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'])
    }
    this.#headers = false
    this.#ctx.io.stdout(columns(rows, this.#widths))
  }

  #row(event: Event): string[] {
    const { kind, name } = event.involvedObject
    const cells = [eventAge(event, this.#ctx.client.now()), event.type ?? '', event.reason ?? '', `${kind}/${name}`]
    cells.push((event.message ?? '').trim())
    return this.#withNamespace ? [event.metadata.namespace ?? '', ...cells] : cells
  }
}
