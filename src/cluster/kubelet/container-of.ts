import type { Call } from '../../api/call.ts'
import { badRequest, notFound } from '../../api/errors.ts'
import type { Reader } from '../../api/kind.ts'
import type { Container, ContainerStatus, Pod } from '../../lib/objects.ts'

/** The pod that a call to one of its subresources names. Throws NotFound. */
export function podOf({ namespace, name = '' }: Call, read: Reader): Pod {
  const pod = read.get<Pod>('pods', namespace, name)
  if (!pod) throw notFound('pods', name)
  return pod
}

/** The container asked for, or the only one (upstream pkg/registry/core/pod, podContainerName). Throws BadRequest. */
export function containerOf(pod: Pod, asked: string | undefined): Container {
  const { containers, initContainers = [] } = pod.spec
  const { name } = pod.metadata
  if (!asked) {
    if (containers.length === 1) return containers[0]!
    const list = (all: Container[]) => `[${all.map(each => each.name).join(' ')}]`
    const init = initContainers.length ? ` or one of the init containers: ${list(initContainers)}` : ''
    throw badRequest(`a container name must be specified for pod ${name}, choose one of: ${list(containers)}${init}`)
  }
  const found = [...containers, ...initContainers].find(each => each.name === asked)
  if (!found) throw badRequest(`container ${asked} is not valid for pod ${name}`)
  return found
}

export function containerStatusOf(pod: Pod, name: string): ContainerStatus | undefined {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status
  return [...containerStatuses, ...initContainerStatuses].find(each => each.name === name)
}
