import type { KindDefinition, View } from '../../api/kind.ts'
import { Describe } from '../../lib/describe.ts'
import type { LimitRange, PersistentVolumeClaim, Pod } from '../../lib/objects.ts'
import { checkClaim, checkLimits } from './admission.ts'
import { validate } from './validate.ts'

type Item = LimitRange['spec']['limits'][number]
type Quantities = Record<string, string>

/** Bounds and defaults of what containers, pods and claims of a namespace ask for. */
export const limitRanges: KindDefinition<LimitRange> = {
  group: '',
  version: 'v1',
  scope: 'Namespaced',
  names: { kind: 'LimitRange', plural: 'limitranges', singular: 'limitrange', shortNames: ['limits'] },
  schema: 'io.k8s.api.core.v1.LimitRange',
  defaults,
  validate,
  admit(next, previous, resource, open) {
    if (previous) return
    if (resource === 'pods') checkLimits(next as Pod, open().read)
    if (resource === 'persistentvolumeclaims') checkClaim(next as PersistentVolumeClaim, open().read)
  },
  tally: ({ metadata }) => [[`limits/${metadata.namespace}`, 1]],
  columns: () => [
    { name: 'Name', value: range => range.metadata.name },
    { name: 'Created At', value: range => range.metadata.creationTimestamp ?? '' },
  ],
  describe: (range, _: View) =>
    new Describe()
      .line(0, 'Name', range.metadata.name)
      .line(0, 'Namespace', range.metadata.namespace!)
      .write(0, HEADER)
      .write(0, describeItems(range))
      .toString(),
}

export const HEADER =
  'Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio\n----\t--------\t---\t---\t---------------\t-------------\t-----------------------\n'

/** Lines of a table, one for each kind of thing and resource. */
export function describeItems({ spec }: LimitRange, indent = ''): string {
  let text = ''
  for (const item of spec.limits) {
    const { type, min, max, defaultRequest, default: limit, maxLimitRequestRatio } = item as Item
    const sides = [min, max, defaultRequest, limit, maxLimitRequestRatio] as (Quantities | undefined)[]
    const names = new Set(sides.flatMap(side => Object.keys(side ?? {})))
    for (const name of [...names].sort()) {
      text += `${indent}${[type, name, ...sides.map(side => side?.[name] ?? '-')].join('\t')}\n`
    }
  }
  return text
}

/** pkg/apis/core/v1/defaults.go, SetDefaults_LimitRangeItem. */
function defaults(next: LimitRange): void {
  next.spec ??= { limits: [] }
  next.spec.limits ??= []
  for (const item of next.spec.limits as Item[]) {
    if (item.type !== 'Container') continue
    const limit = ((item as { default?: Quantities }).default ??= {})
    const request = ((item as { defaultRequest?: Quantities }).defaultRequest ??= {})
    fill(limit, item.max as Quantities | undefined)
    fill(request, limit)
    fill(request, item.min as Quantities | undefined)
    if (Object.keys(limit).length === 0) delete (item as { default?: Quantities }).default
    if (Object.keys(request).length === 0) delete (item as { defaultRequest?: Quantities }).defaultRequest
  }
}

function fill(to: Quantities, from: Quantities | undefined): void {
  for (const name in from) to[name] ??= from[name]!
}
