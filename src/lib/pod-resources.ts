/** What a pod asks of its node. Modelled on k8s.io/component-helpers resource, PodRequests and PodLimits. */
import type { PodSpec } from './objects.ts'
import { bytes, formatQuantity, milliCpu } from './quantity.ts'

/** Thousandths for cpu, base units for the rest. `binary`: written in powers of 1024 (`Mi`) rather than of 1000. */
export interface Amount {
  value: number
  binary: boolean
}

/** By resource name: `cpu`, `memory`, `ephemeral-storage`, ... */
export type Amounts = Map<string, Amount>

type Quantities = Record<string, string> | undefined

function amount(resource: string, quantity: string): Amount {
  const value = resource === 'cpu' ? milliCpu(quantity) : bytes(quantity)
  return { value, binary: String(quantity).endsWith('i') }
}

/** Quantities of a map such as a container's requests or a node's allocatable. */
export function amounts(quantities: Quantities): Amounts {
  const all: Amounts = new Map()
  for (const resource in quantities) all.set(resource, amount(resource, quantities[resource]!))
  return all
}

export function addAmounts(to: Amounts, more: Amounts): void {
  for (const [resource, { value, binary }] of more) {
    const old = to.get(resource)
    if (!old || old.value === 0) to.set(resource, { value, binary })
    else to.set(resource, { value: old.value + value, binary: old.binary })
  }
}

function atLeast(to: Amounts, other: Amounts): void {
  for (const [resource, more] of other) if (more.value > (to.get(resource)?.value ?? -1)) to.set(resource, more)
}

/**
 * The larger of all containers together and of each step of initialization (an init container and the sidecars that
 * started before it); what the pod level says goes before; overhead is added.
 */
function effective(spec: PodSpec, side: 'requests' | 'limits'): Amounts {
  const total: Amounts = new Map()
  for (const container of spec.containers) {
    if (container.resources?.[side]) addAmounts(total, amounts(container.resources[side] as Quantities))
  }
  if (spec.initContainers) {
    const sidecars: Amounts = new Map()
    const steps: Amounts = new Map()
    for (const container of spec.initContainers) {
      const own = amounts(container.resources?.[side] as Quantities)
      if ((container as { restartPolicy?: string }).restartPolicy === 'Always') {
        addAmounts(total, own)
        addAmounts(sidecars, own)
        atLeast(steps, sidecars)
      } else {
        addAmounts(own, sidecars)
        atLeast(steps, own)
      }
    }
    atLeast(total, steps)
  }
  const podLevel = (spec as { resources?: { requests?: Quantities; limits?: Quantities } }).resources?.[side]
  if (podLevel) for (const [resource, own] of amounts(podLevel)) total.set(resource, own)
  if (spec.overhead) {
    for (const [resource, extra] of amounts(spec.overhead as Quantities)) {
      if (side === 'requests' || total.get(resource)?.value) addAmounts(total, new Map([[resource, extra]]))
    }
  }
  return total
}

export const podRequests = (spec: PodSpec): Amounts => effective(spec, 'requests')
export const podLimits = (spec: PodSpec): Amounts => effective(spec, 'limits')

/** What a container that asks for nothing counts when nodes are scored (pkg/scheduler/util, pod_resources.go). */
const UNASKED_CPU = 100
const UNASKED_MEMORY = 200 * 1024 * 1024

/** Requests as nodes are scored by: thousandths of cpu, bytes; every container counts for something. */
export function scoredRequests(spec: PodSpec): { cpu: number; memory: number } {
  if (spec.initContainers || spec.overhead || (spec as { resources?: unknown }).resources) return scoredInFull(spec)
  let cpu = 0
  let memory = 0
  for (const { resources } of spec.containers) {
    const requests = resources?.requests as Quantities
    cpu += requests?.cpu === undefined ? UNASKED_CPU : milliCpu(requests.cpu)
    memory += requests?.memory === undefined ? UNASKED_MEMORY : bytes(requests.memory)
  }
  return { cpu, memory }
}

function scoredInFull(spec: PodSpec): { cpu: number; memory: number } {
  const filled = <T extends { resources?: { requests?: unknown } }>(container: T): T => {
    const requests = {
      cpu: `${UNASKED_CPU}m`,
      memory: String(UNASKED_MEMORY),
      ...(container.resources?.requests as Quantities),
    }
    return { ...container, resources: { ...container.resources, requests } }
  }
  const { containers, initContainers } = spec
  const all = podRequests({ ...spec, containers: containers.map(filled), initContainers: initContainers?.map(filled) })
  return { cpu: all.get('cpu')!.value, memory: all.get('memory')!.value }
}

/** `250m`, `64Mi`, `0`. */
export function formatAmount(resource: string, amount: Amount | undefined): string {
  if (!amount) return '0'
  return formatQuantity(resource === 'cpu' ? amount.value / 1000 : amount.value, amount.binary ? 'binary' : 'decimal')
}
