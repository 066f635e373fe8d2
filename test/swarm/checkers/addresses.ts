import type { KubeObject, Pod, Service } from '../../../src/lib/objects.ts'
import { type Checker, nameOf } from './checker.ts'

/** At every revision: no two living things share an address or a node port. */
export const addresses = (): Checker => {
  const holders = new Map<string, KubeObject>()
  return {
    name: 'addresses are unique',
    change({ revision, type, object, previous }) {
      const had = previous ? held(previous) : []
      const has = type === 'DELETED' ? [] : held(object)
      for (const address of had) if (!has.includes(address)) holders.delete(address)
      return has.flatMap(address => {
        const holder = holders.get(address)
        holders.set(address, object)
        if (!holder || holder.metadata.uid === object.metadata.uid) return []
        return [`revision ${revision}: ${nameOf(object)} and ${nameOf(holder)} both have ${address}`]
      })
    },
  }
}

function held(object: KubeObject): string[] {
  if (object.kind === 'Pod') {
    const { spec, status } = object as unknown as Pod
    const ended = status.phase === 'Succeeded' || status.phase === 'Failed'
    return spec.hostNetwork || !status.podIP || ended ? [] : [status.podIP]
  }
  if (object.kind !== 'Service') return []
  const { spec, status } = object as unknown as Service
  const ips = spec.clusterIPs?.filter(ip => ip !== 'None') ?? []
  const nodePorts =
    spec.ports?.filter(port => port.nodePort).map(port => `${port.protocol} node port ${port.nodePort}`) ?? []
  const outside = status?.loadBalancer?.ingress?.flatMap(ingress => (ingress.ip ? [`outside ${ingress.ip}`] : [])) ?? []
  return [...ips, ...nodePorts, ...outside]
}
