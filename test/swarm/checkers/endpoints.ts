import { isTrue } from '../../../src/lib/conditions.ts'
import type { Endpoints, EndpointSlice, Pod, Service } from '../../../src/lib/objects.ts'
import type { Store } from '../../../src/store/store.ts'
import { type Checker, nameOf } from './checker.ts'

/**
 * In the end every Service with a selector sends to the ready Pods that it selects, and to nobody else. Pods without a
 * port of the name that the Service gives are in a slice that has no port, and not in Endpoints.
 */
export const endpoints = (): Checker => ({
  name: 'endpoints are the matching ready Pods',
  settled(store) {
    const services = store.list('services/') as unknown as Service[]
    return services
      .filter(
        ({ metadata, spec }) => spec.selector && !metadata.deletionTimestamp && !isEnding(store, metadata.namespace!),
      )
      .flatMap(service => {
        const pods = ready(store, service)
        const port = service.spec.ports![0]!.targetPort!
        const reachable = typeof port === 'number' ? pods : pods.filter(pod => hasPort(pod, port))
        const problem = (what: string, found: string[], wanted: Pod[]) => {
          const [has, should] = [
            found.sort().join(),
            wanted
              .map(pod => pod.status.podIP)
              .sort()
              .join(),
          ]
          return has === should ? [] : [`${what} of ${nameOf(service)}: [${has}], wanted [${should}]`]
        }
        return [
          ...problem('slices', inSlices(store, service), pods),
          ...problem('endpoints', inEndpoints(store, service), reachable),
        ]
      })
  },
})

const isEnding = (store: Store, namespace: string) =>
  store.get(`namespaces//${namespace}`)?.metadata.deletionTimestamp !== undefined

function ready(store: Store, { metadata, spec }: Service): Pod[] {
  const pods = store.list(`pods/${metadata.namespace}/`) as unknown as Pod[]
  return pods
    .filter(pod => Object.entries(spec.selector!).every(([key, value]) => pod.metadata.labels?.[key] === value))
    .filter(pod => pod.status.podIP && pod.status.phase !== 'Succeeded' && pod.status.phase !== 'Failed')
    .filter(pod => spec.publishNotReadyAddresses || (isReady(pod) && !pod.metadata.deletionTimestamp))
}

const isReady = (pod: Pod) => isTrue(pod.status.conditions, 'Ready')

const hasPort = (pod: Pod, name: string) => pod.spec.containers.some(c => c.ports?.some(port => port.name === name))

function inSlices(store: Store, { metadata }: Service): string[] {
  const slices = store.list(`endpointslices.discovery.k8s.io/${metadata.namespace}/`) as unknown as EndpointSlice[]
  return slices
    .filter(slice => slice.metadata.ownerReferences?.some(owner => owner.uid === metadata.uid))
    .flatMap(slice => slice.endpoints ?? [])
    .filter(endpoint => endpoint.conditions?.ready)
    .flatMap(endpoint => endpoint.addresses)
}

function inEndpoints(store: Store, { metadata }: Service): string[] {
  const found = store.get(`endpoints/${metadata.namespace}/${metadata.name}`) as unknown as Endpoints | undefined
  return found?.subsets?.flatMap(subset => subset.addresses?.map(address => address.ip) ?? []) ?? []
}
