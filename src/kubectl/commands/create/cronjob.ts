import type { Command, CommandContext, Flags } from '../../command.ts'
import { GENERATOR_FLAGS, generate, oneName } from './generator.ts'

export const cronjob: Command = {
  name: 'cronjob',
  aliases: ['cj'],
  usage: "NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...]",
  summary: 'Create a cron job with the specified name',
  examples: `  # Run a pod every five minutes
  kubesim create cronjob tick --image=busybox:1.36 --schedule='*/5 * * * *'

  # With a command
  kubesim create cronjob tick --image=busybox:1.36 --schedule='*/5 * * * *' -- date`,
  flags: [
    ...GENERATOR_FLAGS,
    { name: 'image', type: 'string', required: true, help: 'Image name to run.' },
    { name: 'restart', type: 'string', default: '', help: 'restartPolicy of the pods: OnFailure (default) or Never.' },
    { name: 'schedule', type: 'string', required: true, help: 'When to run: five fields, as cron has them.' },
  ],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const dash: number = flags['--'] ?? args.length
  const name = oneName(args.slice(0, dash), 'create cronjob')
  const command = args.slice(dash)
  const { image, schedule, restart } = flags
  const container = { name, image, command: command.length > 0 ? command : undefined, resources: {} }
  const template = { metadata: {}, spec: { containers: [container], restartPolicy: restart || 'OnFailure' } }
  const object = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name },
    spec: { jobTemplate: { metadata: { name }, spec: { template } }, schedule },
  }
  await generate(ctx, flags, object, 'failed to create cronjob: ')
}
