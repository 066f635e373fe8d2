import { configKeyErrors } from '../../../lib/names.ts'
import { put } from '../../../lib/own.ts'
import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { APPEND_HASH, withHash } from './append-hash.ts'
import { GENERATOR_FLAGS, generate, oneName } from './generator.ts'
import { keyValues, SOURCE_FLAGS } from './key-sources.ts'

export const configMap: Command = {
  name: 'configmap',
  aliases: ['cm'],
  usage: 'NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  summary: 'Create a config map from a local file, directory or literal value',
  examples: `  # From values
  kubesim create configmap shop --from-literal=color=blue --from-literal=size=7

  # From a file, under its name
  kubesim create configmap shop --from-file=shop.properties

  # From lines of key=value
  kubesim create configmap shop --from-env-file=shop.env`,
  flags: [APPEND_HASH, ...GENERATOR_FLAGS, ...SOURCE_FLAGS],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const name = oneName(args, 'create configmap')
  const data: Record<string, string> = {}
  const binaryData: Record<string, string> = {}
  for (const { key, value } of await keyValues(ctx, flags)) {
    const errors = configKeyErrors(key)
    if (errors.length > 0) {
      throw new FailedError(`${JSON.stringify(key)} is not a valid key name for a ConfigMap: ${errors.join(',')}`)
    }
    if (Object.hasOwn(data, key) || Object.hasOwn(binaryData, key)) {
      throw new FailedError(
        `cannot add key ${JSON.stringify(key)}, another key by that name already exists in Data for ConfigMap ${JSON.stringify(name)}`,
      )
    }
    if (isText(value)) put(data, key, value.toString('utf8'))
    else put(binaryData, key, value.toString('base64'))
  }
  const some = (map: Record<string, string>) => (Object.keys(map).length > 0 ? map : undefined)
  const hashed = { kind: 'ConfigMap', name, data, binaryData: some(binaryData) }
  const object = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: flags['append-hash'] ? withHash(name, hashed) : name },
    data: some(data),
    binaryData: some(binaryData),
  }
  await generate(ctx, flags, object, 'failed to create configmap: ')
}

function isText(value: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(value)
    return true
  } catch {
    return false
  }
}
