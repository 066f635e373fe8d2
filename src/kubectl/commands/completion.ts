import { type Command, UsageError } from '../command.ts'
import { PROGRAM } from '../globals.ts'

const SHELLS = ['bash', 'zsh', 'fish', 'powershell']
const HINT = `See '${PROGRAM} completion -h' for help and examples`

export const completion: Command = {
  name: 'completion',
  group: 'Settings Commands:',
  usage: 'SHELL',
  summary: 'Output shell completion code for the specified shell (bash, zsh, fish, or powershell)',
  long: 'The shell must evaluate the code; then TAB completes commands, flags, resource types and the names in the cluster.',
  examples: `# In the current bash, and in every new one
source <(${PROGRAM} completion bash)
echo 'source <(${PROGRAM} completion bash)' >> ~/.bashrc

# zsh
source <(${PROGRAM} completion zsh)

# fish
${PROGRAM} completion fish > ~/.config/fish/completions/${PROGRAM}.fish

# PowerShell
${PROGRAM} completion powershell | Out-String | Invoke-Expression`,
  complete: SHELLS,
  local: () => true,
  async run(ctx, args) {
    if (args.length === 0) throw new UsageError('Shell not specified.', HINT)
    if (args.length > 1) throw new UsageError('Too many arguments. Expected only the shell type.', HINT)
    if (!SHELLS.includes(args[0]!)) throw new UsageError(`Unsupported shell type ${JSON.stringify(args[0])}.`, HINT)
    const { SCRIPTS } = await import('../completion/scripts.ts')
    ctx.io.stdout(SCRIPTS[args[0]!]!)
  },
}
