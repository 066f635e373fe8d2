import type { CronJob, KubeObject } from '../../../lib/objects.ts'
import type { Command, CommandContext, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { fetchTargets } from '../../fetch.ts'
import { resolveTargets } from '../../targets.ts'
import { GENERATOR_FLAGS, generate, oneName } from './generator.ts'

export const job: Command = {
  name: 'job',
  usage: 'NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]',
  summary: 'Create a job with the specified name',
  examples: `  # Create a job
  kubesim create job once --image=busybox:1.36

  # With a command
  kubesim create job once --image=busybox:1.36 -- date

  # Run what a cron job runs, now
  kubesim create job report-now --from=cronjob/report`,
  flags: [
    ...GENERATOR_FLAGS,
    {
      name: 'from',
      type: 'string',
      default: '',
      complete: { types: ['cronjob/'] },
      help: 'The cronjob to make the job from: cronjob/NAME.',
    },
    { name: 'image', type: 'string', default: '', help: 'Image name to run.' },
  ],
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<void> {
  const dash: number = flags['--'] ?? args.length
  const name = oneName(args.slice(0, dash), 'create job')
  const command = args.slice(dash)
  const { image, from } = flags
  if ((image === '') === (from === '')) throw new FailedError('either --image or --from must be specified')
  if (from !== '' && command.length > 0) throw new FailedError('cannot specify --from and command')
  const built = from === '' ? jobOf(name, image, command) : await jobFrom(ctx, name, from)
  await generate(ctx, flags, built, 'failed to create job: ')
}

function jobOf(name: string, image: string, command: string[]): KubeObject {
  const container = { name, image, command: command.length > 0 ? command : undefined, resources: {} }
  const spec = { template: { metadata: {}, spec: { containers: [container], restartPolicy: 'Never' } } }
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name }, spec }
}

async function jobFrom(ctx: CommandContext, name: string, from: string): Promise<KubeObject> {
  const { found, errors } = await fetchTargets(ctx.client, await resolveTargets(ctx, [from], {}))
  if (errors.length > 0) throw errors[0]
  if (found.length !== 1) throw new FailedError('from must be an existing cronjob')
  const [{ object, resource }] = found as [(typeof found)[0]]
  if (resource.resource !== 'cronjobs.batch')
    throw new FailedError(`unknown object type *${resource.version}.${resource.kind}`)
  const { metadata, spec } = object as CronJob
  const template = spec.jobTemplate
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      annotations: { 'cronjob.kubernetes.io/instantiate': 'manual', ...template.metadata?.annotations },
      labels: template.metadata?.labels,
      ownerReferences: [
        { apiVersion: 'batch/v1', kind: 'CronJob', name: metadata.name, uid: metadata.uid!, controller: true },
      ],
    },
    spec: template.spec,
  }
}
