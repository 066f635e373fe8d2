import type { Command } from '../../command.ts'
import { GENERATOR_FLAGS, generate, oneName } from './generator.ts'

export const serviceAccount: Command = {
  name: 'serviceaccount',
  aliases: ['sa'],
  usage: 'NAME [--dry-run=server|client|none]',
  summary: 'Create a service account with the specified name',
  examples: `  # Create a service account
  kubesim create serviceaccount robot`,
  flags: GENERATOR_FLAGS,
  run: (ctx, args, flags) => {
    const name = oneName(args, 'create serviceaccount')
    const object = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } }
    return generate(ctx, flags, object, 'failed to create serviceaccount: ')
  },
}
