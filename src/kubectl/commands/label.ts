import { labelValueErrors } from '../../lib/names.ts'
import type { Command, CommandContext, Flags } from '../command.ts'
import { FailedError } from '../command.ts'
import { change, CHANGE_FLAGS, type Changes, splitPairs } from '../metadata.ts'
import { fieldManager } from '../field-manager.ts'
import { own } from '../../lib/own.ts'

export const label: Command = {
  name: 'label',
  group: 'Settings Commands:',
  usage: '[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N',
  summary: 'Update the labels on a resource',
  long: `Update the labels of objects.

KEY=VALUE sets a label; it may replace another value only with --overwrite. KEY- removes a label.`,
  examples: `  # Set a label of a pod
  kubesim label pod web tier=front

  # Replace its value
  kubesim label pod web tier=back --overwrite

  # Remove it
  kubesim label pod web tier-

  # Set a label of all pods of a namespace
  kubesim label pods --all status=checked`,
  complete: 'resource-name',
  flags: [...CHANGE_FLAGS, fieldManager('kubectl-label')],
  run: (ctx, args, flags) => run(ctx, args, flags),
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const { resources, pairs } = splitPairs(args, 'label')
  const changes = parseLabels(pairs)
  await change(ctx, resources, flags, {
    field: 'labels',
    noun: 'label',
    changes,
    tellMissing: true,
    refuseOverwrite(before) {
      const taken = Object.keys(changes.set).filter(
        key => own(before, key) !== undefined && before[key] !== changes.set[key],
      )
      const texts = taken.map(key => `'${key}' already has a value (${before[key]}), and --overwrite is false`)
      if (texts.length === 1) throw new FailedError(texts[0]!)
      if (texts.length > 1) throw new FailedError(`[${texts.join(', ')}]`)
    },
    done: (before, after, overwrite) =>
      before === after ? 'not labeled' : !overwrite && after.length < before.length ? 'unlabeled' : 'labeled',
  })
}

function parseLabels(pairs: readonly string[]): Changes {
  const set: Record<string, string> = {}
  const remove: string[] = []
  for (const pair of pairs) {
    if (pair.includes('=')) {
      const [key, value, more] = pair.split('=') as [string, string, string?]
      if (more !== undefined) throw new FailedError(`invalid label spec: ${pair}`)
      const errors = labelValueErrors(value)
      if (errors.length > 0) throw new FailedError(`invalid label value: ${JSON.stringify(pair)}: ${errors.join(';')}`)
      set[key] = value
    } else if (pair.endsWith('-')) remove.push(pair.slice(0, -1))
    else throw new FailedError(`unknown label spec: ${pair}`)
  }
  if (remove.some(key => Object.hasOwn(set, key))) {
    throw new FailedError('can not both modify and remove a label in the same command')
  }
  return { set, remove }
}
