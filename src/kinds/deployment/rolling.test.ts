import { expect, it } from 'vitest'
import type { Deployment, ReplicaSet } from '../../lib/objects.ts'
import { plan } from './plan.ts'
import type { ReplicaSets } from './replica-sets.ts'

const AMOUNTS: (number | string)[] = [0, 1, 2, 3, '25%', '34%', '50%', '100%']

function deployment(replicas: number, maxSurge: number | string, maxUnavailable: number | string): Deployment {
  const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } }
  return { metadata: { name: 'd' }, spec: { replicas, strategy }, status: {} } as Deployment
}

function replicaSet(name: string, d: Deployment, replicas: number, available: number): ReplicaSet {
  const sizes = { 'deployment.kubernetes.io/desired-replicas': String(d.spec.replicas) }
  return {
    metadata: { name, creationTimestamp: name, annotations: sizes },
    spec: { replicas },
    status: { replicas, availableReplicas: available },
  } as unknown as ReplicaSet
}

/** What percentages come to, worked out anew: surge up, unavailable down, and one unavailable when both are 0. */
function bounds(replicas: number, surge: number | string, unavailable: number | string): [number, number] {
  const part = (value: number | string, round: (n: number) => number) =>
    typeof value === 'number' ? value : round((replicas * Number(value.slice(0, -1))) / 100)
  const [up, down] = [part(surge, Math.ceil), part(unavailable, Math.floor)]
  return up + down === 0 ? [0, 1] : [up, Math.min(down, replicas)]
}

/** Plays a rollout to its end; of the pods that are not available yet one becomes so in each round. */
function roll(d: Deployment, look: (all: number, available: number) => void, works = true): ReplicaSets {
  const { replicas } = d.spec
  let old = replicaSet('0', d, replicas!, replicas!)
  let newest: ReplicaSet | undefined
  for (let round = 0; round < 1000; round++) {
    const { create, scale } = plan(d, { newest, old: [old] }, false)
    const before = [old, newest]
    if (create !== undefined) newest = replicaSet('1', d, create, 0)
    const sizes = new Map(scale.map(({ rs, replicas }) => [rs.metadata.name, replicas]))
    const size = (rs: ReplicaSet) => sizes.get(rs.metadata.name) ?? rs.spec.replicas!
    const available = (rs: ReplicaSet) => Math.min(rs.status.availableReplicas!, size(rs))
    old = replicaSet('0', d, size(old), available(old))
    if (newest) newest = replicaSet('1', d, size(newest), available(newest))
    look(size(old) + (newest ? size(newest) : 0), available(old) + (newest ? available(newest) : 0))
    if (newest && works && available(newest) < size(newest))
      newest = replicaSet('1', d, size(newest), available(newest) + 1)
    else if (create === undefined && scale.length === 0) return { newest, old: [old] }
    else if (before[0] === old && before[1] === newest) break
  }
  throw new Error('the rollout never comes to rest')
}

const combinations = AMOUNTS.flatMap(surge => AMOUNTS.map((down): [number | string, number | string] => [surge, down]))

it.each(combinations)('surge %s, unavailable %s: stays within its bounds and arrives', (surge, down) => {
  for (let replicas = 1; replicas <= 12; replicas++) {
    const [up, missing] = bounds(replicas, surge, down)
    let [most, least] = [0, replicas]
    const { newest, old } = roll(deployment(replicas, surge, down), (all, available) => {
      most = Math.max(most, all)
      least = Math.min(least, available)
    })
    expect([newest!.spec.replicas, old[0]!.spec.replicas]).toEqual([replicas, 0])
    expect(most).toBeLessThanOrEqual(replicas + up)
    expect(least).toBeGreaterThanOrEqual(replicas - missing)
  }
})

it.each(combinations)('surge %s, unavailable %s: a template that never works leaves what it has to', (surge, down) => {
  for (let replicas = 1; replicas <= 12; replicas++) {
    const [up, missing] = bounds(replicas, surge, down)
    const { newest, old } = roll(deployment(replicas, surge, down), () => {}, false)
    expect(old[0]!.spec.replicas).toBe(replicas - missing)
    expect(newest!.spec.replicas).toBe(Math.min(replicas, up + missing))
  }
})
