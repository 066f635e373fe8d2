import { chance, pick, type Step } from '../step.ts'
import { apply, type Move } from './move.ts'

const API_VERSION = 'admissionregistration.k8s.io/v1'
const KIND = 'ValidatingWebhookConfiguration'
const RULES = [
  { operations: ['CREATE'], apiGroups: [''], resources: ['pods'] },
  { operations: ['DELETE'], apiGroups: [''], resources: ['pods'] },
  { operations: ['*'], apiGroups: [''], resources: ['pods/*'] },
  { operations: ['*'], apiGroups: ['apps'], resources: ['*/*'] },
  { operations: ['UPDATE'], apiGroups: ['*'], resources: ['*/status'] },
  { operations: ['*'], apiGroups: ['*'], resources: ['*/*'] },
]

/** Some hold for some, some for nobody, some fail. */
const EXPRESSIONS = [
  'false',
  'request.name.size() % 2 == 0',
  "request.userInfo.username.startsWith('system:node:')",
  'object.spec.replicas < 3',
  "authorizer.requestResource.check('delete').allowed()",
]

/** Webhooks that nobody answers for, and rules: for a while nothing of some sort can be written. */
export const guards: Move[] = [
  {
    weight: 1,
    step: rng =>
      apply({
        apiVersion: API_VERSION,
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
  {
    weight: 1,
    step: rng => {
      const name = `rule-${rng.int(2)}`
      const kind = 'ValidatingAdmissionPolicy'
      const rule = { ...pick(rng, RULES), apiVersions: ['*'], scope: '*' }
      const spec = { failurePolicy: chance(rng, 0.8) ? 'Fail' : 'Ignore', matchConstraints: { resourceRules: [rule] } }
      const validations = [{ expression: pick(rng, EXPRESSIONS) }]
      const validationActions = [chance(rng, 0.8) ? 'Deny' : 'Warn']
      return apply(
        { apiVersion: API_VERSION, kind, metadata: { name }, spec: { ...spec, validations } },
        {
          apiVersion: API_VERSION,
          kind: `${kind}Binding`,
          metadata: { name },
          spec: { policyName: name, validationActions },
        },
      )
    },
  },
  { weight: 2, step: () => unguarded },
]

/** Nobody stands in the way any more. */
export const unguarded: Step = { argv: ['delete', `${KIND},validatingadmissionpolicybinding`, '--all'] }
