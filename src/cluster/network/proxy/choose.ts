import type { Service, ServicePort } from '../../../lib/objects.ts'
import type { Prng } from '../../../lib/prng.ts'
import type { Ms } from '../../../lib/time.ts'
import type { Client } from '../client.ts'
import type { Backend } from './endpoints.ts'

/** Where a node remembers which endpoint serves a client (sessionAffinity ClientIP). */
export interface Memory {
  note<T>(name: string): T | undefined
  setNote(name: string, value: unknown): void
}

interface Stuck {
  endpoint: string
  until: Ms
}

/**
 * Draws the endpoint of a new connection: each with the same chance, independent of earlier draws. With sessionAffinity
 * ClientIP a client stays where it was while that endpoint is usable and the time-out, which every connection restarts,
 * has not passed.
 */
export function choose(
  { service, port, backends }: { service: Service; port: ServicePort; backends: readonly Backend[] },
  client: Client,
  rng: Prng,
  now: Ms,
  memory: Memory,
): Backend {
  if (service.spec.sessionAffinity !== 'ClientIP') return backends[rng.int(backends.length)]!
  const seconds = service.spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10800
  const { namespace, name } = service.metadata
  const note = `affinity/${namespace}/${name}:${port.port}/${port.protocol}/${client.node}/${client.ip}`
  const stuck = memory.note<Stuck>(note)
  const known =
    stuck && now < stuck.until ? backends.find(each => `${each.ip}:${each.port}` === stuck.endpoint) : undefined
  const backend = known ?? backends[rng.int(backends.length)]!
  const endpoint = `${backend.ip}:${backend.port}`
  memory.setNote(note, { endpoint, until: now + seconds * 1000 } satisfies Stuck)
  return backend
}
