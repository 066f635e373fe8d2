import type { Command } from '../../command.ts'
import { GENERATOR_FLAGS, generate, oneName } from './generator.ts'

export const namespace: Command = {
  name: 'namespace',
  aliases: ['ns'],
  usage: 'NAME [--dry-run=server|client|none]',
  summary: 'Create a namespace with the specified name',
  examples: `  # Create a namespace
  kubesim create namespace shop`,
  flags: GENERATOR_FLAGS,
  run: (ctx, args, flags) =>
    generate(ctx, flags, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: oneName(args, 'create namespace') },
    }),
}
