import { type Command, type CommandContext, FailedError, type Flags } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import { takeFiles } from './certificate-files.ts'
import type { Fields } from './kubeconfig.ts'
import { change, KUBECONFIG } from './source.ts'
import { unexpected } from './usage.ts'

export const setCredentials: Command = {
  name: 'set-credentials',
  usage:
    'NAME [--client-certificate=path/to/certfile] [--client-key=path/to/keyfile] [--token=bearer_token] [--username=basic_user] [--password=basic_password] [--exec-command=exec_command] [--exec-api-version=exec_api_version] [--exec-arg=arg] [--exec-env=key=value]',
  summary: 'Set a user entry in kubeconfig',
  long: 'What is not given stays as it is; a token takes the place of a name and password, and the other way round.',
  examples: `${PROGRAM} config set-credentials ann --token=abc123 --kubeconfig lab.conf`,
  flags: [
    KUBECONFIG,
    { name: 'client-certificate', type: 'string', help: 'File with the certificate of the user.' },
    { name: 'client-key', type: 'string', help: 'File with the key of the user.' },
    { name: 'embed-certs', type: 'bool', help: 'Put certificate and key themselves into the kubeconfig.' },
    { name: 'token', type: 'string', help: 'Bearer token.' },
    { name: 'username', type: 'string', help: 'Name for basic authentication.' },
    { name: 'password', type: 'string', help: 'Password for basic authentication.' },
    { name: 'exec-command', type: 'string', help: 'Program that prints credentials.' },
    { name: 'exec-api-version', type: 'string', help: 'API version of what the program prints.' },
    { name: 'exec-arg', type: 'strings', help: 'Arguments of the program.' },
    { name: 'exec-env', type: 'array', help: 'Variables for the program: NAME=value; NAME- removes one.' },
  ],
  complete: 'none',
  local: () => true,
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  if (args.length !== 1) throw unexpected(ctx, setCredentials, args)
  const name = args[0]!
  if (name === '') throw new FailedError('you must specify a non-empty user name')
  const methods = [flags['token'] && 'token', (flags['username'] || flags['password']) && 'basicAuth'].filter(Boolean)
  if (methods.length > 1) {
    throw new FailedError(
      `you cannot specify more than one authentication method at the same time: ${methods.join(', ')}`,
    )
  }
  if (flags['embed-certs'] && !flags['client-certificate'] && !flags['client-key']) {
    throw new FailedError('you must specify a --client-certificate or --client-key to embed')
  }
  await change(ctx.io, flags, config => {
    const fields = { ...config.users.get(name) }
    takeFiles(ctx.io, flags, fields, ['client-certificate', 'client-key'])
    for (const key of ['token', 'username', 'password']) {
      if (flags[key] === '') delete fields[key]
      else if (flags[key] !== undefined) fields[key] = flags[key]
    }
    if (flags['token']) for (const key of ['username', 'password', 'tokenFile']) delete fields[key]
    if (flags['username'] || flags['password']) for (const key of ['token', 'tokenFile']) delete fields[key]
    takeExec(flags, fields)
    config.users.set(name, fields)
  })
  ctx.print(`User ${JSON.stringify(name)} set.`)
}

function takeExec(flags: Flags, fields: Fields): void {
  const given = ['exec-command', 'exec-api-version'].some(key => flags[key] !== undefined)
  if (!given && flags['exec-arg'].length === 0 && flags['exec-env'].length === 0) return
  const exec: Fields = { ...fields['exec'] }
  if (flags['exec-command'] !== undefined) exec['command'] = flags['exec-command']
  if (flags['exec-api-version'] !== undefined) exec['apiVersion'] = flags['exec-api-version']
  if (flags['exec-arg'].length > 0) exec['args'] = flags['exec-arg']
  const env = new Map<string, string>((exec['env'] ?? []).map((item: Fields) => [item['name'], item['value']]))
  for (const item of flags['exec-env'] as string[]) {
    const equals = item.indexOf('=')
    if (equals > 0) env.set(item.slice(0, equals), item.slice(equals + 1))
    else if (item.endsWith('-')) env.delete(item.slice(0, -1))
    else throw new FailedError(`error parsing environment variables: ${item}`)
  }
  if (env.size > 0 || exec['env']) exec['env'] = [...env].map(([name, value]) => ({ name, value }))
  fields['exec'] = exec
}
