import { chance, pick, type Step } from '../step.ts'
import { apply, type Move } from './move.ts'

const KIND = 'ValidatingWebhookConfiguration'
const RULES = [
  { operations: ['CREATE'], apiGroups: [''], resources: ['pods'] },
  { operations: ['DELETE'], apiGroups: [''], resources: ['pods'] },
  { operations: ['*'], apiGroups: [''], resources: ['pods/*'] },
  { operations: ['*'], apiGroups: ['apps'], resources: ['*/*'] },
  { operations: ['UPDATE'], apiGroups: ['*'], resources: ['*/status'] },
  { operations: ['*'], apiGroups: ['*'], resources: ['*/*'] },
]

/** Webhooks that nobody answers for: for a while nothing of some sort can be written. */
export const guards: Move[] = [
  {
    weight: 1,
    step: rng =>
      apply({
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: KIND,
        metadata: { name: `guard-${rng.int(2)}` },
        webhooks: [
          {
            name: 'guard.example.com',
            clientConfig: { service: { name: 'nobody', namespace: 'default' } },
            rules: [{ ...pick(rng, RULES), apiVersions: ['*'], scope: '*' }],
            failurePolicy: chance(rng, 0.8) ? 'Fail' : 'Ignore',
            sideEffects: 'None',
            admissionReviewVersions: ['v1'],
          },
        ],
      }),
  },
  { weight: 2, step: () => unguarded },
]

/** Nobody stands in the way any more. */
export const unguarded: Step = { argv: ['delete', KIND, '--all'] }
