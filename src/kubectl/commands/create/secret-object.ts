import type { CommandContext, Flags } from '../../command.ts'
import { withHash } from './append-hash.ts'
import { generate } from './generator.ts'

/** Builds and sends a Secret; the values are encoded here. */
export async function generateSecret(
  ctx: CommandContext,
  flags: Flags,
  name: string,
  type: string | undefined,
  values: Record<string, Buffer>,
): Promise<void> {
  const data = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value.toString('base64')]))
  const hashed = { kind: 'Secret', type: type ?? '', name, data }
  const object = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: flags['append-hash'] ? withHash(name, hashed) : name },
    data: Object.keys(data).length > 0 ? data : undefined,
    type,
  }
  await generate(ctx, flags, object, 'failed to create secret ')
}
