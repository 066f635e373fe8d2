import type { Node, Pod } from '../../../src/lib/objects.ts'
import { parseQuantity } from '../../../src/lib/quantity.ts'
import type { Checker } from './checker.ts'

/** In the end no node carries more than it can. */
export const nodes = (): Checker => ({
  name: 'nodes are not overbooked',
  settled(store) {
    const pods = (store.list('pods/') as unknown as Pod[]).filter(
      ({ status }) => status.phase !== 'Succeeded' && status.phase !== 'Failed',
    )
    return (store.list('nodes/') as unknown as Node[]).flatMap(({ metadata: { name }, status }) => {
      const own = pods.filter(pod => pod.spec.nodeName === name)
      const cpu = own.flatMap(pod => pod.spec.containers).map(c => c.resources?.requests?.['cpu'] ?? '0')
      const asked = cpu.reduce((sum, quantity) => sum + Number(parseQuantity(quantity)), 0)
      const allowed = Number(parseQuantity(status.allocatable!['cpu']!))
      return asked <= allowed ? [] : [`${name} gives ${allowed} cpu, its Pods ask for ${asked}`]
    })
  },
})
