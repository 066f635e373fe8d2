import type { PodSpec } from '../../lib/objects.ts'
import { podRequests } from '../../lib/pod-resources.ts'
import { bytes, milliCpu } from '../../lib/quantity.ts'

export interface PodResources {
  /** Thousandths of a core. */
  cpu: number
  /** Bytes. */
  memory: number
}

/** What the scheduler sets aside for a pod. */
export function resourcesOf(spec: PodSpec): PodResources {
  if (spec.initContainers || spec.overhead || (spec as { resources?: unknown }).resources) {
    const requests = podRequests(spec)
    return { cpu: requests.get('cpu')?.value ?? 0, memory: requests.get('memory')?.value ?? 0 }
  }
  let cpu = 0
  let memory = 0
  for (const container of spec.containers) {
    const requests = container.resources?.requests as Record<string, string> | undefined
    if (!requests) continue
    cpu += milliCpu(requests.cpu)
    memory += bytes(requests.memory)
  }
  return { cpu, memory }
}
