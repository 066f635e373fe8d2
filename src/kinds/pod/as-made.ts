import type { Container, Pod } from '../../lib/objects.ts'

const TOKEN_VOLUME = 'kube-api-access-'

/** A pod as its controller sent it: without what admission and the scheduler have added since. */
export function asMade(pod: Pod): Pod {
  const { nodeName, nodeSelector, priority, preemptionPolicy, serviceAccount, tolerations, ...spec } = pod.spec
  const volumes = spec.volumes?.filter(({ name }) => !name.startsWith(TOKEN_VOLUME))
  const without = (container: Container): Container => {
    const volumeMounts = container.volumeMounts?.filter(({ name }) => !name.startsWith(TOKEN_VOLUME))
    return { ...container, volumeMounts: volumeMounts?.length ? volumeMounts : undefined }
  }
  const added = tolerations?.filter(({ key }) => !key?.startsWith('node.kubernetes.io/'))
  const sent = {
    ...spec,
    containers: spec.containers.map(without),
    initContainers: spec.initContainers?.map(without),
    volumes: volumes?.length ? volumes : undefined,
    ...(nodeSelector ? { nodeSelector } : {}),
    ...(added?.length ? { tolerations: added } : {}),
  }
  if (sent.serviceAccountName === 'default') delete sent.serviceAccountName
  return { ...pod, spec: sent }
}
