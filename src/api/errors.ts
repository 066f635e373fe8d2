/** Refusals of the API server, as apimachinery's `errors` package words them. */

export type Reason =
  | 'NotFound'
  | 'AlreadyExists'
  | 'Conflict'
  | 'Invalid'
  | 'BadRequest'
  | 'Forbidden'
  | 'MethodNotAllowed'
  | 'Expired'
  | 'TooManyRequests'
  | 'InternalError'
  | 'Timeout'
  | 'UnsupportedMediaType'
  | 'RequestEntityTooLarge'
  /** A failure that the API server does not classify; clients print only its message. */
  | ''

const CODES: Record<Reason, number> = {
  NotFound: 404,
  AlreadyExists: 409,
  Conflict: 409,
  Invalid: 422,
  BadRequest: 400,
  Forbidden: 403,
  MethodNotAllowed: 405,
  Expired: 410,
  TooManyRequests: 429,
  InternalError: 500,
  Timeout: 504,
  UnsupportedMediaType: 415,
  RequestEntityTooLarge: 413,
  '': 500,
}

export interface Status {
  kind: 'Status'
  apiVersion: 'v1'
  metadata: { continue?: string }
  status: 'Failure'
  message: string
  reason: Reason
  details?: { name?: string; group?: string; kind?: string; causes?: Cause[]; retryAfterSeconds?: number }
  code: number
}

export interface Cause {
  reason?: string
  message: string
  field: string
}

/** A refusal for the user. It carries the Status a real API server would send. */
export class ApiError extends Error {
  readonly status: Status
  /** Texts for standard error that go with the refusal, see Reply.warnings. */
  warnings: string[] = []

  constructor(reason: Reason, message: string, details?: Status['details']) {
    super(message)
    this.name = 'ApiError'
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      reason,
      details,
      code: CODES[reason],
    }
  }

  get reason(): Reason {
    return this.status.reason
  }
}

/** The API server refuses because of a webhook or a policy. A controller that meets it tries again later. */
export class AdmissionRefusal extends ApiError {}

/** `pods`, `deployments.apps`: how errors name a resource. */
const words = (resource: string, name: string) => (name === '' ? resource : `${resource} ${JSON.stringify(name)}`)
const details = (resource: string, name: string) => {
  const dot = resource.indexOf('.')
  return dot < 0 ? { name, kind: resource } : { name, kind: resource.slice(0, dot), group: resource.slice(dot + 1) }
}

export const notFound = (resource: string, name: string) =>
  new ApiError('NotFound', `${words(resource, name)} not found`, details(resource, name))

export const alreadyExists = (resource: string, name: string) =>
  new ApiError('AlreadyExists', `${words(resource, name)} already exists`, details(resource, name))

export const conflict = (resource: string, name: string, why: string) =>
  new ApiError('Conflict', `Operation cannot be fulfilled on ${words(resource, name)}: ${why}`, details(resource, name))

export const objectModified = (resource: string, name: string) =>
  conflict(
    resource,
    name,
    'the object has been modified; please apply your changes to the latest version and try again',
  )

export const forbidden = (resource: string, name: string, why: string) =>
  new ApiError('Forbidden', `${words(resource, name)} is forbidden: ${why}`, details(resource, name))

export const badRequest = (message: string) => new ApiError('BadRequest', message)

/** Validation failed: `Kind[.group] "name" is invalid: causes`. `kind` is the qualified kind, e.g. `Deployment.apps`. */
export function invalid(kind: string, name: string, errors: FieldError[]): ApiError {
  const texts = [...new Set(errors.map(fieldErrorText))]
  const message = texts.length === 1 ? texts[0]! : `[${texts.join(', ')}]`
  const dot = kind.indexOf('.')
  const causes = errors.map(e => ({
    reason: e.type === 'Internal error' ? 'InternalError' : `FieldValue${e.type.replace(/ value$/, '')}`,
    message: bodyText(e),
    field: e.path,
  }))
  return new ApiError('Invalid', `${kind} ${JSON.stringify(name)} is invalid: ${message}`, {
    name,
    kind: dot < 0 ? kind : kind.slice(0, dot),
    group: dot < 0 ? undefined : kind.slice(dot + 1),
    causes,
  })
}

/** One validation failure (apimachinery `field.Error`). */
export interface FieldError {
  type:
    | 'Required value'
    | 'Invalid value'
    | 'Unsupported value'
    | 'Forbidden'
    | 'Duplicate value'
    | 'Not found'
    | 'Too many'
    | 'Too long'
    | 'Internal error'
  /** `spec.template.spec.containers[0].image` */
  path: string
  /** The offending value where the type shows it. A `Raw` is printed as is. */
  value?: unknown
  detail: string
}

/** Text to print in place of a value, for values that Go prints in its own way. */
export class Raw {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

function bodyText(e: FieldError): string {
  const shown = e.value instanceof Raw ? e.value.text : JSON.stringify(e.value)
  switch (e.type) {
    case 'Required value':
    case 'Forbidden':
    case 'Too many':
    case 'Too long':
    case 'Internal error':
      return e.detail ? `${e.type}: ${e.detail}` : e.type
    default: {
      const text = e.value === undefined ? e.type : `${e.type}: ${shown}`
      return e.detail ? `${text}: ${e.detail}` : text
    }
  }
}

/** `spec.replicas: Invalid value: -1: must be greater than or equal to 0` */
export const fieldErrorText = (e: FieldError): string => `${e.path}: ${bodyText(e)}`

export const required = (path: string, detail = ''): FieldError => ({ type: 'Required value', path, detail })
export const invalidValue = (path: string, value: unknown, detail: string): FieldError => ({
  type: 'Invalid value',
  path,
  value,
  detail,
})
export const forbiddenField = (path: string, detail: string): FieldError => ({ type: 'Forbidden', path, detail })
export const duplicate = (path: string, value: unknown): FieldError => ({
  type: 'Duplicate value',
  path,
  value,
  detail: '',
})
export const notFoundField = (path: string, value: unknown): FieldError => ({
  type: 'Not found',
  path,
  value,
  detail: '',
})
/** `supported` is printed in the order given, each quoted; callers sort where upstream sorts. */
export const unsupported = (path: string, value: unknown, supported: readonly string[]): FieldError => ({
  type: 'Unsupported value',
  path,
  value,
  detail: `supported values: ${supported.map(s => JSON.stringify(s)).join(', ')}`,
})
