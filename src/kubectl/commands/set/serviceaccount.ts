import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { changeAll, checkFlags, SET_FLAGS, setTargets, withPodSpec } from './change.ts'

export const serviceAccount: Command = {
  name: 'serviceaccount',
  aliases: ['sa'],
  usage: '(-f FILENAME | TYPE NAME) SERVICE_ACCOUNT',
  summary: 'Update the service account of a resource',
  long: 'Have pods run as another service account.',
  examples: `  # Pods of the deployment web run as runner
  kubesim set serviceaccount deployment/web runner`,
  complete: 'resource-name',
  flags: SET_FLAGS,
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const serviceAccountName = args.at(-1)
  if (serviceAccountName === undefined) throw new FailedError('serviceaccount is required')
  checkFlags(flags)
  await changeAll(ctx, await setTargets(ctx, args.slice(0, -1), flags), flags, {
    done: 'serviceaccount updated',
    // `serviceAccount` is the old name of the same field.
    change: target =>
      withPodSpec(target, spec => ({
        ...spec,
        serviceAccountName,
        ...(spec.serviceAccount && { serviceAccount: serviceAccountName }),
      })),
  })
}
