import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { APPEND_HASH } from './append-hash.ts'
import { GENERATOR_FLAGS, oneName } from './generator.ts'
import { keyValues } from './key-sources.ts'
import { generateSecret } from './secret-object.ts'

const KEY = '.dockerconfigjson'

export const dockerRegistry: Command = {
  name: 'docker-registry',
  usage:
    'NAME --docker-username=user --docker-password=password --docker-email=email [--docker-server=string] [--from-file=[key=]source]',
  summary: 'Create a secret for use with a Docker registry',
  examples: `  # What an imagePullSecret needs
  kubesim create secret docker-registry pull --docker-server=example.com --docker-username=me --docker-password=secret`,
  flags: [
    APPEND_HASH,
    { name: 'docker-email', type: 'string', default: '', help: 'Email for Docker registry.' },
    { name: 'docker-password', type: 'string', default: '', help: 'Password for Docker registry authentication.' },
    {
      name: 'docker-server',
      type: 'string',
      default: 'https://index.docker.io/v1/',
      help: 'Server location for Docker registry.',
    },
    { name: 'docker-username', type: 'string', default: '', help: 'Username for Docker registry authentication.' },
    { name: 'from-file', type: 'strings', help: `A file that is a Docker configuration, as ${KEY}=PATH or PATH.` },
    ...GENERATOR_FLAGS,
  ],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const name = oneName(args, 'create secret docker-registry')
  const { 'docker-username': username, 'docker-password': password, 'docker-server': server } = flags
  const values: Record<string, Buffer> = {}
  if (flags['from-file'].length > 0) {
    const found = await keyValues(ctx, { 'from-file': flags['from-file'], 'from-literal': [], 'from-env-file': [] })
    for (const { key, value } of found) values[key] = value
  } else {
    if (!username || !password || !server) {
      throw new FailedError(
        'either --from-file or the combination of --docker-username, --docker-password and --docker-server is required',
      )
    }
    const auth = Buffer.from(`${username}:${password}`).toString('base64')
    const entry = { username, password, email: flags['docker-email'] || undefined, auth }
    values[KEY] = Buffer.from(JSON.stringify({ auths: { [server]: entry } }))
  }
  await generateSecret(ctx, flags, name, 'kubernetes.io/dockerconfigjson', values)
}
