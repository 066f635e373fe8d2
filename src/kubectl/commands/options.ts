import type { Command } from '../command.ts'
import { globalOptions } from '../help.ts'

export const options: Command = {
  name: 'options',
  summary: 'Print the list of options inherited by all commands',
  hidden: true,
  local: () => true,
  async run(ctx) {
    ctx.io.stdout(globalOptions())
  },
}
