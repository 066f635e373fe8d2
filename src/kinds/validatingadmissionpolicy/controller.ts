import type { Controller } from '../../engine/controller.ts'
import type { ValidatingAdmissionPolicy } from '../../lib/objects.ts'
import { typeWarnings } from './type-check.ts'

const POLICIES = 'validatingadmissionpolicies.admissionregistration.k8s.io'

/** Tells in the status where expressions do not fit the objects that they will meet (pkg/controller/validatingadmissionpolicystatus). */
export const policyStatusController: Controller = {
  name: 'validatingadmissionpolicy-status',
  watches: [{ resource: POLICIES, keys: ({ type, object }) => (type === 'DELETED' ? [] : [object.metadata.name]) }],
  reconcile(name, ctx) {
    const policy = ctx.read.get<ValidatingAdmissionPolicy>(POLICIES, undefined, name)
    if (!policy) return
    const { generation = 1 } = policy.metadata
    if (generation <= (policy.status.observedGeneration ?? 0)) return
    const warnings = typeWarnings(policy.spec, ctx)
    const typeChecking = warnings.length > 0 ? { expressionWarnings: warnings } : {}
    ctx.api.updateStatus({ ...policy, status: { ...policy.status, observedGeneration: generation, typeChecking } })
  },
}
