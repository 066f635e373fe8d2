import type { Pod } from '../../../lib/objects.ts'
import type { CommandContext } from '../../command.ts'

const DEFAULT = 'kubectl.kubernetes.io/default-container'

/** The container that a command means when none is named; says so on standard error when there was a choice. */
export function defaultContainer(ctx: CommandContext, pod: Pod, quiet = false): string {
  const { containers, initContainers = [] } = pod.spec
  const annotated = pod.metadata.annotations?.[DEFAULT]
  if (annotated && containers.some(({ name }) => name === annotated)) return annotated
  const [first] = containers
  if (!quiet && containers.length + initContainers.length > 1) {
    const all = [...containers.map(({ name }) => name), ...initContainers.map(({ name }) => `${name} (init)`)]
    ctx.complain(`Defaulted container ${JSON.stringify(first!.name)} out of: ${all.join(', ')}`)
  }
  return first!.name
}

/** Names of a pod's containers: init containers first, as the log of all of them is told. */
export function containerNames(pod: Pod): string[] {
  return [...(pod.spec.initContainers ?? []), ...pod.spec.containers].map(({ name }) => name)
}
