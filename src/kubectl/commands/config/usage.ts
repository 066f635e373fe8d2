import { type Command, type CommandContext, FailedError, UsageError } from '../../command.ts'
import { commandHelp } from '../../help.ts'
import { PROGRAM } from '../../globals.ts'

/** What these commands do about a wrong number of arguments: the help, and what was given. */
export function unexpected(ctx: CommandContext, command: Command, args: readonly string[]): FailedError {
  ctx.io.stdout(commandHelp(command, ['config', command.name]))
  return new FailedError(`Unexpected args: [${args.join(' ')}]`)
}

export const usageError = (command: string, message: string): UsageError =>
  new UsageError(message, `See '${PROGRAM} config ${command} -h' for help and examples`)
