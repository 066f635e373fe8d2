import { ApiError } from '../../api/errors.ts'
import type { KindDefinition } from '../../api/kind.ts'
import { localCondition, MANAGED, ON_START } from '../../lib/api-service.ts'
import { condition } from '../../lib/conditions.ts'
import { Describe } from '../../lib/describe.ts'
import { age } from '../../lib/duration.ts'
import type { APIService } from '../../lib/objects.ts'
import { rfc3339 } from '../../lib/time.ts'
import { describeUnstructured } from '../../lib/unstructured.ts'
import { describeEventsOf } from '../event.ts'
import { customGroupRegistration } from './controller.ts'
import { validate } from './validate.ts'

/** `True`, or why not; as kube-aggregator's table says it. */
function availability({ status }: APIService): string {
  const available = condition(status.conditions, 'Available')
  if (!available) return 'Unknown'
  return available.status === 'True' ? 'True' : `${available.status} (${available.reason})`
}

/** Who serves a version of a group: the API server itself, or a Service. The plant tells whether that can be reached. */
export const apiServices: KindDefinition<APIService> = {
  group: 'apiregistration.k8s.io',
  version: 'v1',
  scope: 'Cluster',
  names: { kind: 'APIService', plural: 'apiservices', singular: 'apiservice', categories: ['api-extensions'] },
  schema: 'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService',
  nameRule: 'path',
  generation: false,
  subresources: { status: true },
  managers: { maker: 'kube-apiserver', status: 'kube-apiserver' },
  defaults({ spec }) {
    if (spec?.service) spec.service.port ??= 443
  },
  prepare(next, previous, { now }) {
    next.spec ??= { groupPriorityMinimum: 0, versionPriority: 0 }
    if (previous) return
    next.status = next.spec.service ? {} : { conditions: [localCondition(rfc3339(now))] }
  },
  validate,
  tally: ({ spec }) => (spec.service ? [['apiservices/remote', 1]] : []),
  beforeDelete({ metadata, spec }) {
    if (metadata.labels?.[MANAGED] !== ON_START || spec.service) return
    const version = spec.group ? `${spec.group}/${spec.version}` : spec.version
    throw new ApiError('MethodNotAllowed', `kubesim cannot cease to serve ${version}`)
  },
  columns: () => [
    { name: 'Name', value: each => each.metadata.name },
    {
      name: 'Service',
      value: ({ spec: { service } }) => (service ? `${service.namespace}/${service.name}` : 'Local'),
    },
    { name: 'Available', value: availability },
    { name: 'Age', value: (each, { now }) => age(each.metadata.creationTimestamp, now) },
  ],
  describe(each, view) {
    const text = new Describe()
    describeUnstructured(text, each)
    return text.write(0, describeEventsOf(each, view)).toString()
  },
  controllers: [customGroupRegistration],
}
