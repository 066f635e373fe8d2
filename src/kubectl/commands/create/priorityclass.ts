import type { Command } from '../../command.ts'
import { GENERATOR_FLAGS, generate, oneName } from './generator.ts'

export const priorityClass: Command = {
  name: 'priorityclass',
  aliases: ['pc'],
  usage: 'NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none]',
  summary: 'Create a priority class with the specified name',
  examples: `  # Pods that go before others
  kubesim create priorityclass high --value=1000 --description="before all else"

  # What pods have that name no class
  kubesim create priorityclass usual --value=100 --global-default=true`,
  flags: [
    ...GENERATOR_FLAGS,
    { name: 'description', type: 'string', default: '', help: 'When the class is to be used.' },
    { name: 'global-default', type: 'bool', default: false, help: 'Pods that name no class are of this one.' },
    {
      name: 'preemption-policy',
      type: 'string',
      default: 'PreemptLowerPriority',
      help: 'Whether its pods push others away: PreemptLowerPriority or Never.',
      values: ['PreemptLowerPriority', 'Never'],
    },
    { name: 'value', type: 'int', default: 0, help: 'The priority: a higher number goes first.' },
  ],
  run: (ctx, args, flags) => {
    const object = {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: oneName(args, 'create priorityclass') },
      value: flags['value'],
      globalDefault: flags['global-default'] || undefined,
      description: flags['description'] || undefined,
      preemptionPolicy: flags['preemption-policy'],
    }
    return generate(ctx, flags, object, 'failed to create priorityclass: ')
  },
}
