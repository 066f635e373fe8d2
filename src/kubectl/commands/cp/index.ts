import { type Command, type CommandContext, FailedError, type Flags } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'
import { defaultContainer } from '../pod/container.ts'
import { refuseCompleted } from '../pod/exec.ts'
import { podsOf, podTarget } from '../pod/find.ts'
import { placeOf } from './spec.ts'

/** Modelled on k8s.io/kubectl pkg/cmd/cp: tar runs in the container. */
export const cp: Command = {
  name: 'cp',
  group: 'Troubleshooting and Debugging Commands:',
  usage: '<file-spec-src> <file-spec-dest>',
  summary: 'Copy files and directories to and from containers',
  long: `Copies files and folders between this machine and a container, whose image must have tar. Files of containers are texts:
what is not UTF-8 is refused. What was copied into a container stays as long as its pod.`,
  examples: `# A file or a folder into the first container of a pod, and into another one
${PROGRAM} cp site.html web-1:/usr/share/nginx/html/index.html
${PROGRAM} cp ./conf web-1:/etc/app -c sidecar

# Out of a pod in another namespace
${PROGRAM} cp shop/web-1:/etc/nginx/nginx.conf nginx.conf`,
  flags: [
    { name: 'container', short: 'c', type: 'string', default: '', help: 'Container name. Default: the first one.' },
  ],
  complete: 'pod-file',
  run,
}

async function run(ctx: CommandContext, args: string[], flags: Flags): Promise<number | void> {
  if (args.length !== 2) throw new FailedError('source and destination are required')
  const [from, to] = args.map(placeOf) as [ReturnType<typeof placeOf>, ReturnType<typeof placeOf>]
  if (from.pod && to.pod) throw new FailedError('one of src or dest must be a local file specification')
  if (!from.path || !to.path) throw new FailedError('filepath can not be empty')
  const remote = from.pod ? from : to
  if (!remote.pod) throw new FailedError('one of src or dest must be a remote file specification')
  const { checkLocal, copyFrom, copyTo } = await import('./copy.ts')
  if (to.pod) checkLocal(ctx, from.path)
  const target = { ...(await podTarget(ctx, `pod/${remote.pod}`)) }
  target.namespace = remote.namespace ?? target.namespace
  const [pod] = await podsOf(ctx, target, true)
  refuseCompleted(pod!)
  const at = { pod: pod!, container: flags['container'] || defaultContainer(ctx, pod!) }
  return from.pod ? copyFrom(ctx, at, from.path, to.path) : copyTo(ctx, at, from.path, to.path)
}
