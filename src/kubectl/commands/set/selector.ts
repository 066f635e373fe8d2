import type { Labels } from '../../../lib/objects.ts'
import { parseSelector } from '../../../lib/selector.ts'
import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { changeAll, checkFlags, SET_FLAGS, setTargets, withField } from './change.ts'

export const selector: Command = {
  name: 'selector',
  usage: '(-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]',
  summary: 'Set the selector on a resource',
  long: 'Have a service select other pods. The old selector is replaced whole.',
  examples: `  # The service web leads to the green pods
  kubesim set selector service web app=web,color=green`,
  complete: 'resource-name',
  flags: [
    ...SET_FLAGS.filter(flag => flag.name !== 'selector'),
    {
      name: 'resource-version',
      type: 'string',
      default: '',
      help: 'Only change the object if it still has this resourceVersion. Only for a single object.',
    },
  ],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const text = args.at(-1)
  if (text === undefined) throw new FailedError('one selector is required')
  const labels = parseLabels(text)
  checkFlags(flags)
  const version: string = flags['resource-version']
  const found = await setTargets(ctx, args.slice(0, -1), flags)
  if (version && found.length > 1) {
    throw new FailedError('--resource-version may only be used with a single resource')
  }
  await changeAll(ctx, found, flags, {
    done: 'selector updated',
    change({ resource, object }) {
      if (resource.resource !== 'services') throw new FailedError('setting a selector is only supported for Services')
      const next = withField(object, ['spec', 'selector'], () => labels)
      return version ? withField(next, ['metadata', 'resourceVersion'], () => version) : next
    },
  })
}

/** `app=web,tier=front`. Throws FailedError. */
function parseLabels(text: string): Labels {
  let requirements: ReturnType<typeof parseSelector>['requirements']
  try {
    requirements = parseSelector(text).requirements
  } catch (error) {
    throw new FailedError((error as Error).message)
  }
  const labels: Labels = {}
  for (const { key, op, values } of requirements) {
    if (op !== '=' && op !== '==' && !(op === 'in' && values.length === 1)) {
      throw new FailedError(`match expression ${text} not supported on this object`)
    }
    labels[key] = values[0]!
  }
  return labels
}
