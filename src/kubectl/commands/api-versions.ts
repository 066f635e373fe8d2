import type { Command } from '../command.ts'
import { PROGRAM } from '../globals.ts'
import { UsageError } from '../command.ts'

export const apiVersions: Command = {
  name: 'api-versions',
  group: 'Other Commands:',
  summary: 'Print the supported API versions on the server, in the form of "group/version"',
  examples: `# Print the supported API versions\n${PROGRAM} api-versions`,
  complete: 'none',
  async run(ctx, args) {
    if (args.length > 0) {
      throw new UsageError(
        `unexpected arguments: [${args.join(' ')}]`,
        `See '${PROGRAM} api-versions -h' for help and examples`,
      )
    }
    const versions = new Set((await ctx.client.resources()).map(resource => resource.apiVersion))
    for (const version of [...versions].sort()) ctx.print(version)
  },
}
