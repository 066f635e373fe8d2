import { ApiError } from '../../../api/errors.ts'
import type { KubeObject } from '../../../lib/objects.ts'
import type { CommandContext } from '../../command.ts'
import { PROGRAM } from '../../globals.ts'

/** Those that can be asked about, as they are written. */
const ASKABLE: [resource: string, word: string][] = [
  ['pods', 'pod'],
  ['services', 'svc'],
]
/** Those whose Pods can be asked about. */
const OWNERS = [
  'deployments.apps',
  'statefulsets.apps',
  'daemonsets.apps',
  'replicasets.apps',
  'jobs.batch',
  'cronjobs.batch',
]

/** What somebody may have meant who asked about a name; empty when nothing is called so. `not`: the resource asked about. */
export async function suggestions(ctx: CommandContext, name: string, not?: string): Promise<string[]> {
  const where = ctx.namespace.name === 'default' ? '' : ` -n ${ctx.namespace.name}`
  const meant: string[] = []
  for (const [resource, word] of ASKABLE) {
    if (resource !== not && (await exists(ctx, resource, name))) meant.push(`${PROGRAM} why ${word}/${name}${where}`)
  }
  for (const resource of OWNERS) {
    if (!(await exists(ctx, resource, name))) continue
    const pod = await onePodOf(ctx, name)
    if (pod !== undefined) meant.push(`${PROGRAM} why pod/${pod}${where}`)
    break
  }
  return meant
}

async function exists({ client, namespace }: CommandContext, resource: string, name: string): Promise<boolean> {
  try {
    await client.call({ verb: 'get', resource, namespace: namespace.name, name })
    return true
  } catch (error) {
    if (error instanceof ApiError) return false
    throw error
  }
}

/** A Pod that a controller has named after itself: one that is not ready before others. */
async function onePodOf({ client, namespace }: CommandContext, name: string): Promise<string | undefined> {
  const { body } = await client.call({ verb: 'list', resource: 'pods', namespace: namespace.name })
  const pods = (body as { items: KubeObject[] }).items.filter(({ metadata }) => metadata.name.startsWith(`${name}-`))
  const isReady = ({ status }: KubeObject) =>
    status?.conditions?.some(
      (each: { type: string; status: string }) => each.type === 'Ready' && each.status === 'True',
    )
  return (pods.find(pod => !isReady(pod)) ?? pods[0])?.metadata.name
}
