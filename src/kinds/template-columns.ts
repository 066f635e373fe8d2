import type { Column } from '../api/kind.ts'
import type { KubeObject, LabelSelector, PodTemplateSpec } from '../lib/objects.ts'
import { formatSelector } from '../lib/selector.ts'

type Workload = KubeObject & { spec: { template?: PodTemplateSpec; selector?: LabelSelector } }

const containers = ({ spec }: Workload) => spec.template?.spec?.containers ?? []

/** Columns of `-o wide` that every workload kind ends with. */
export const templateColumns = (): Column<Workload>[] => [
  {
    name: 'Containers',
    wide: true,
    value: workload =>
      containers(workload)
        .map(each => each.name)
        .join(','),
  },
  {
    name: 'Images',
    wide: true,
    value: workload =>
      containers(workload)
        .map(each => each.image ?? '')
        .join(','),
  },
  { name: 'Selector', wide: true, value: ({ spec }) => formatSelector(spec.selector) },
]
