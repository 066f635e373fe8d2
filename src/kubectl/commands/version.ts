import { version as ownVersion } from '../../../package.json'
import { goJsonPretty } from '../../lib/go-json.ts'
import { toYaml } from '../../lib/yaml.ts'
import { type Command, type CommandContext, FailedError, type Flags } from '../command.ts'
import { PROGRAM } from '../globals.ts'

/** The releases whose behaviour is modelled. */
const KUBECTL = 'v1.35.2'
const KUBERNETES = 'v1.35.0'

export const version: Command = {
  name: 'version',
  group: 'Other Commands:',
  summary: 'Print the client and server version information',
  long: `The client and server versions are those of the kubectl and the Kubernetes that ${PROGRAM} behaves like.`,
  examples: `# Print the versions\n${PROGRAM} version`,
  flags: [
    { name: 'client', type: 'bool', default: false, help: 'Only the versions of the client.' },
    {
      name: 'output',
      short: 'o',
      type: 'string',
      default: '',
      values: ['yaml', 'json'],
      help: "One of 'yaml' or 'json'.",
    },
  ],
  complete: 'none',
  local: () => true,
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  if (args.length > 0) throw new FailedError(`extra arguments: [${args.join(' ')}]`)
  const output: string = flags['output']
  if (!['', 'yaml', 'json'].includes(output)) throw new FailedError("--output must be 'yaml' or 'json'")
  const details = {
    clientVersion: described(KUBECTL),
    kubesimVersion: `v${ownVersion}`,
    serverVersion: flags['client'] ? undefined : described(KUBERNETES),
  }
  if (output === 'json') ctx.print(goJsonPretty(details))
  else if (output === 'yaml') ctx.io.stdout(toYaml(details))
  else {
    ctx.print(`Client Version: ${KUBECTL}`)
    ctx.print(`Kubesim Version: v${ownVersion}`)
    if (!flags['client']) ctx.print(`Server Version: ${KUBERNETES}`)
  }
}

/** What the server says of itself. */
export const serverVersion = () => {
  const { major, minor, gitVersion } = described(KUBERNETES)
  return { major, minor, gitVersion, platform: 'linux/amd64' }
}

function described(gitVersion: string) {
  const [major, minor] = gitVersion.slice(1).split('.')
  return { gitVersion, major, minor }
}
