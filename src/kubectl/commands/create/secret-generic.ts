import { configKeyErrors } from '../../../lib/names.ts'
import { put } from '../../../lib/own.ts'
import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { APPEND_HASH } from './append-hash.ts'
import { GENERATOR_FLAGS, oneName } from './generator.ts'
import { keyValues, SOURCE_FLAGS } from './key-sources.ts'
import { generateSecret } from './secret-object.ts'

export const generic: Command = {
  name: 'generic',
  usage: 'NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1]',
  summary: 'Create a secret from a local file, directory, or literal value',
  examples: `  # From values
  kubesim create secret generic db --from-literal=user=admin --from-literal=password=secret

  # From files
  kubesim create secret generic keys --from-file=ssh-privatekey=id_rsa`,
  flags: [
    APPEND_HASH,
    ...GENERATOR_FLAGS,
    ...SOURCE_FLAGS,
    { name: 'type', type: 'string', default: '', help: 'The type of secret to create.' },
  ],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const name = oneName(args, 'create secret generic')
  const values: Record<string, Buffer> = {}
  for (const { key, value } of await keyValues(ctx, flags)) {
    const errors = configKeyErrors(key)
    if (errors.length > 0) {
      throw new FailedError(`${JSON.stringify(key)} is not valid key name for a Secret ${errors.join(';')}`)
    }
    if (Object.hasOwn(values, key)) {
      throw new FailedError(`cannot add key ${key}, another key by that name already exists`)
    }
    put(values, key, value)
  }
  await generateSecret(ctx, flags, name, flags['type'] || undefined, values)
}
