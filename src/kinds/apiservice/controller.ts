import type { Context, Controller } from '../../engine/controller.ts'
import { MANAGED } from '../../lib/api-service.ts'
import type { APIService, KubeObject } from '../../lib/objects.ts'

const RESOURCE = 'apiservices.apiregistration.k8s.io'
const DEFINITIONS = 'customresourcedefinitions.apiextensions.k8s.io'

/** Groups of custom kinds come after those of the cluster. */
const GROUP_PRIORITY = 1000
const VERSION_PRIORITY = 100

const versionsOf = (definition: KubeObject | undefined): string[] =>
  (definition?.['spec']?.versions ?? [])
    .filter(({ served }: { served: boolean }) => served)
    .map(({ name }: { name: string }) => `${name}.${definition!['spec'].group}`)

/**
 * Keeps an APIService for every version of a group that CustomResourceDefinitions serve; what is deleted comes back.
 * Modelled on pkg/controlplane/controller/crdregistration and kube-aggregator's autoregister.
 */
export const customGroupRegistration: Controller = {
  name: 'crd-autoregister',
  user: 'system:apiserver',
  watches: [
    { resource: DEFINITIONS, keys: ({ object, previous }) => [...versionsOf(previous), ...versionsOf(object)] },
    {
      resource: RESOURCE,
      keys: ({ object: { metadata } }) => (metadata.labels?.[MANAGED] === 'true' ? [metadata.name] : []),
    },
  ],
  reconcile,
}

function reconcile(name: string, { read, api }: Context): undefined {
  const dot = name.indexOf('.')
  const [version, group] = [name.slice(0, dot), name.slice(dot + 1)]
  const isServed = read.list<KubeObject>(DEFINITIONS).some(each => versionsOf(each).includes(name))
  const current = read.get<APIService>(RESOURCE, undefined, name)
  if (!isServed) {
    if (current?.metadata.labels?.[MANAGED] === 'true') api.delete(current)
    return undefined
  }
  if (current) return undefined
  api.create({
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name, labels: { [MANAGED]: 'true' } },
    spec: { group, groupPriorityMinimum: GROUP_PRIORITY, version, versionPriority: VERSION_PRIORITY },
  })
  return undefined
}
