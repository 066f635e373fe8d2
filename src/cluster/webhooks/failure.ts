import { type ApiError, AdmissionRefusal } from '../../api/errors.ts'

/** A webhook could not be asked, or did not answer as it should; failurePolicy decides what that means. */
export class CallFailure extends Error {}

export function unanswered(name: string, { message }: CallFailure): AdmissionRefusal {
  const text = `failed calling webhook ${JSON.stringify(name)}: ${message}`
  return new AdmissionRefusal('InternalError', `Internal error occurred: ${text}`, {
    causes: [{ message: text, field: '' }],
  })
}

/** What a webhook says when it refuses. Modelled on apiserver's pkg/admission/plugin/webhook/errors. */
export function denied(
  name: string,
  status: { message?: string; reason?: string; code?: number } = {},
): AdmissionRefusal {
  const { message, reason, code = 0 } = status
  const head = `admission webhook ${JSON.stringify(name)} denied the request`
  const said = message || reason
  const refusal = new AdmissionRefusal(
    (reason ?? '') as ApiError['reason'],
    said ? `${head}: ${said}` : `${head} without explanation`,
  )
  refusal.status.code = code < 400 ? 400 : code
  return refusal
}
