import type { Command, CommandContext, Flags } from '../command.ts'
import { FailedError } from '../command.ts'
import { change, CHANGE_FLAGS, type Changes, splitPairs } from '../metadata.ts'
import { fieldManager } from '../field-manager.ts'
import { own } from '../../lib/own.ts'

export const annotate: Command = {
  name: 'annotate',
  group: 'Settings Commands:',
  usage: '[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N',
  summary: 'Update the annotations on a resource',
  long: `Update the annotations of objects.

Annotations hold free text about an object, for people and tools; nothing is selected by them. KEY=VALUE sets one, which may
replace another value only with --overwrite. KEY- removes it.`,
  examples: `  # Tell why
  kubesim annotate deployment web note='closed on sunday'

  # Replace the text
  kubesim annotate deployment web note='open again' --overwrite

  # Remove it
  kubesim annotate deployment web note-`,
  complete: 'resource-name',
  flags: [...CHANGE_FLAGS, fieldManager('kubectl-annotate')],
  run: (ctx, args, flags) => run(ctx, args, flags),
}

/** May always be replaced. */
const CHANGE_CAUSE = 'kubernetes.io/change-cause'

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const { resources, pairs } = splitPairs(args, 'annotation')
  const changes = parseAnnotations(pairs)
  await change(ctx, resources, flags, {
    field: 'annotations',
    noun: 'annotation',
    changes,
    tellMissing: false,
    refuseOverwrite(before) {
      const taken = Object.keys(changes.set).filter(key => key !== CHANGE_CAUSE && own(before, key) !== undefined)
      if (taken.length === 0) return
      const texts = taken.map(key => `'${key}' already has a value (${before[key]})`)
      throw new FailedError(`--overwrite is false but found the following declared annotation(s): ${texts.join('; ')}`)
    },
    done: () => 'annotated',
  })
}

function parseAnnotations(pairs: readonly string[]): Changes {
  const set: Record<string, string> = {}
  const remove: string[] = []
  const invalid: string[] = []
  for (const pair of pairs) {
    const equals = pair.indexOf('=')
    if (equals > 0) set[pair.slice(0, equals)] = pair.slice(equals + 1)
    else if (pair.endsWith('-') && pair !== '-') remove.push(pair.slice(0, -1))
    else invalid.push(pair)
  }
  if (invalid.length > 0) throw new FailedError(`invalid annotation format: ${invalid.join(', ')}`)
  const both = remove.filter(key => Object.hasOwn(set, key))
  if (both.length > 0) {
    throw new FailedError(
      `can not both modify and remove the following annotation(s) in the same command: ${both.join(', ')}`,
    )
  }
  return { set, remove }
}
