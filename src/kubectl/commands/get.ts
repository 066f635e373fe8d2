import type { Command, CommandContext, Flags } from '../command.ts'
import { FailedError, UsageError } from '../command.ts'
import { PROGRAM } from '../globals.ts'
import { outputFlags, printerFor } from '../printers/index.ts'
import {
  ALL_NAMESPACES,
  CHUNK_SIZE,
  FIELD_SELECTOR,
  FILENAME,
  KUSTOMIZE,
  RECURSIVE,
  resolveTargets,
  SELECTOR,
} from '../targets.ts'

export const get: Command = {
  name: 'get',
  group: 'Basic Commands (Intermediate):',
  usage: '[(-o|--output=)FORMAT] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags]',
  summary: 'Display one or many resources',
  long: `Prints a table with what matters most about the resources, one line each. Lists are narrowed with --selector, and are those of the current namespace unless another one is named.

With -o the whole objects are printed, or the fields that a template picks.

Use "${PROGRAM} api-resources" for a complete list of supported resources.`,
  examples: `# All pods
${PROGRAM} get pods

# With their addresses and nodes
${PROGRAM} get pods -o wide

# One deployment, and the pods that carry a label, in YAML
${PROGRAM} get deployment web -o yaml
${PROGRAM} get pods -l app=web -o yaml

# Several kinds, several names
${PROGRAM} get deployments,services
${PROGRAM} get deployment/web service/web

# What a file describes, as it is in the cluster
${PROGRAM} get -f web.yaml

# Only some fields
${PROGRAM} get pods -o custom-columns=NAME:.metadata.name,IMAGE:.spec.containers[*].image
${PROGRAM} get pods -o jsonpath='{.items[*].status.podIP}'

# Everything that happens from now on
${PROGRAM} get pods --watch`,
  flags: [
    ALL_NAMESPACES,
    CHUNK_SIZE,
    FIELD_SELECTOR,
    FILENAME,
    {
      name: 'ignore-not-found',
      type: 'bool',
      default: false,
      help: 'Say nothing about named objects that do not exist.',
    },
    KUSTOMIZE,
    {
      name: 'label-columns',
      short: 'L',
      type: 'strings',
      help: 'Labels that are shown as columns, separated by commas. May be given several times.',
    },
    {
      name: 'no-headers',
      type: 'bool',
      default: false,
      help: 'Print tables and custom columns without their headers.',
    },
    ...outputFlags(true),
    {
      name: 'output-watch-events',
      type: 'bool',
      default: false,
      help: 'With --watch or --watch-only, tell what happened to each object. Objects that were there are ADDED.',
    },
    {
      name: 'raw',
      type: 'string',
      default: '',
      help: 'A path of the API (/api/v1/nodes): print what the server answers.',
    },
    RECURSIVE,
    SELECTOR,
    {
      name: 'server-print',
      type: 'bool',
      default: true,
      help: 'Show the columns of each kind. When false, the name and the age only.',
    },
    { name: 'show-kind', type: 'bool', default: false, help: 'Show the kind before each name.' },
    { name: 'show-labels', type: 'bool', default: false, help: 'Show all labels in the last column.' },
    {
      name: 'sort-by',
      type: 'string',
      default: '',
      help: "Sort lists by a field, given as a JSONPath expression ('{.metadata.name}').",
    },
    { name: 'subresource', type: 'string', default: '', help: 'Get this subresource of the object (status, scale).' },
    { name: 'watch', short: 'w', type: 'bool', default: false, help: 'After the list, show what changes.' },
    { name: 'watch-only', type: 'bool', default: false, help: 'Show what changes, without the list first.' },
  ],
  complete: 'resource-name',
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const watching = flags['watch'] || flags['watch-only']
  if (flags['raw']) return (await import('./get/raw.ts')).getRaw(ctx, args, flags)
  if (args.length === 0 && flags['filename'].length === 0 && !flags['kustomize']) throw nothingRequired(ctx)
  if (flags['output-watch-events'] && !watching) {
    throw new FailedError('--output-watch-events option can only be used with --watch or --watch-only')
  }
  if (flags['show-labels'] && flags['output'] !== '' && flags['output'] !== 'wide') {
    throw new FailedError(`--show-labels option cannot be used with ${flags['output']} printer`)
  }
  const print = await printerFor(ctx.io, flags, true)
  const targets = await resolveTargets(ctx, args, flags, {
    emptyMeansAll: true,
    oneType: watching,
    keepGoing: !watching,
  })
  if (flags['subresource'] && targets.lists.length > 0) {
    throw new FailedError('subresource cannot be used when bulk resources are specified')
  }
  if (watching) await (await import('./get/watch.ts')).watchTargets(ctx, targets, flags, print)
  else if (print) await (await import('./get/objects.ts')).printObjects(ctx, targets, flags, print)
  else await (await import('./get/tables.ts')).printTables(ctx, targets, flags)
}

function nothingRequired(ctx: CommandContext): UsageError {
  ctx.complain(
    `You must specify the type of resource to get. Use "${PROGRAM} api-resources" for a complete list of supported resources.\n`,
  )
  return new UsageError(
    `Required resource not specified.\nUse "${PROGRAM} explain <resource>" for a detailed description of that resource (e.g. ${PROGRAM} explain pods).`,
    `See '${PROGRAM} get -h' for help and examples`,
  )
}
