import { pick } from '../step.ts'
import { APPS, any, apply, at, type Move } from './move.ts'

const map = (name: string, more: object = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, ...more })

/** What is refused, wholly or in part. */
export const mistakes: Move[] = [
  { weight: 1, step: rng => ({ argv: ['create', 'deployment', pick(rng, APPS)!, '--image=nginx:1.27'] }) },
  {
    weight: 1,
    step: rng => ({ argv: ['scale', `deployment/${pick(rng, APPS)}`, '--replicas=3', '--current-replicas=9'] }),
  },
  { weight: 1, step: rng => apply(map(`a-${rng.int(3)}`), map('Not_A_Name'), map(`b-${rng.int(3)}`)) },
  { weight: 1, step: rng => apply(map(`a-${rng.int(3)}`), map(`c-${rng.int(3)}`, { dta: {} })) },
  {
    weight: 2,
    step(rng, there) {
      const target = any(rng, there, 'deployments.apps', 'replicasets.apps')
      const patch = pick(rng, [{ selector: { matchLabels: { app: 'other' } } }, { replicas: -1 }, { replicas: 'many' }])
      return target && { argv: ['patch', ...at(target), '--type=merge', '-p', JSON.stringify({ spec: patch })] }
    },
  },
]
