import type { LabelSelector } from '../../../lib/objects.ts'
import { parseSelector } from '../../../lib/selector.ts'
import { type Command, FailedError, type Flags } from '../../command.ts'
import { GENERATOR_FLAGS, generate, oneName } from './generator.ts'

export const podDisruptionBudget: Command = {
  name: 'poddisruptionbudget',
  aliases: ['pdb'],
  usage: 'NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none]',
  summary: 'Create a pod disruption budget with the specified name',
  examples: `  # Evictions leave at least one pod of app=web
  kubesim create pdb web --selector=app=web --min-available=1

  # At most half of them may be away
  kubesim create pdb web --selector=app=web --max-unavailable=50%`,
  flags: [
    ...GENERATOR_FLAGS,
    { name: 'max-unavailable', type: 'string', default: '', help: 'How many (or which share) may be away.' },
    { name: 'min-available', type: 'string', default: '', help: 'How many (or which share) must stay.' },
    { name: 'selector', type: 'string', default: '', help: 'Labels of the pods.' },
  ],
  run: (ctx, args, flags) => {
    const name = oneName(args, 'create poddisruptionbudget')
    const spec = specOf(flags)
    const object = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name }, spec }
    return generate(ctx, flags, object, 'failed to create poddisruptionbudgets: ')
  },
}

function specOf({ selector, 'min-available': min, 'max-unavailable': max }: Flags): object {
  if (!selector) throw new FailedError('a selector must be specified')
  if (!min && !max) throw new FailedError('one of min-available or max-unavailable must be specified')
  if (min && max) throw new FailedError('min-available and max-unavailable cannot be both specified')
  const chosen = min ? 'min-available' : 'max-unavailable'
  const text: string = min || max
  if (!/^[0-9]+%?$/.test(text)) throw new FailedError(`invalid format specified for ${chosen}`)
  const amount = text.endsWith('%') ? text : Number(text)
  return { [min ? 'minAvailable' : 'maxUnavailable']: amount, selector: labelSelectorOf(selector) }
}

const OPERATORS: Record<string, string> = {
  in: 'In',
  notin: 'NotIn',
  exists: 'Exists',
  '!': 'DoesNotExist',
  '!=': 'NotIn',
}

/** A selector of the command line in the words of the API. */
function labelSelectorOf(text: string): LabelSelector {
  let requirements: ReturnType<typeof parseSelector>['requirements']
  try {
    ;({ requirements } = parseSelector(text))
  } catch (error) {
    throw new FailedError((error as Error).message)
  }
  const matchLabels: Record<string, string> = {}
  const matchExpressions: { key: string; operator: string; values?: string[] }[] = []
  for (const { key, op: operator, values } of requirements) {
    if (operator === '=' || operator === '==') matchLabels[key] = values[0]!
    else
      matchExpressions.push({ key, operator: OPERATORS[operator]!, ...(values.length > 0 && { values: [...values] }) })
  }
  return {
    ...(Object.keys(matchLabels).length > 0 && { matchLabels }),
    ...(matchExpressions.length > 0 && { matchExpressions }),
  }
}
