import { ApiError } from '../api/errors.ts'
import { FailedError } from './command.ts'
import type { Target } from './targets.ts'

/** Throws what went wrong while the rest went on; an AggregateError if it is more than one thing. */
export function throwAll(errors: readonly unknown[]): void {
  if (errors.length === 1) throw errors[0]
  if (errors.length > 1) throw new AggregateError(errors)
}

/** `error when creating "web.yaml": ...`; without a source the error itself. */
export function withSource(doing: string, source: string | undefined, error: unknown): unknown {
  if (source === undefined || !(error instanceof Error)) return error
  const text = `error when ${doing} ${JSON.stringify(source)}: ${error.message}`
  if (error instanceof ApiError) return new ApiError(error.reason, text, error.status.details)
  return error instanceof FailedError ? new FailedError(text, error.code) : error
}

/** The object of a manifest, as kubectl describes it in errors. */
export function describeTarget({ resource, name, namespace = '' }: Target): string {
  const { group, version, plural, kind } = resource
  const gv = `${group}/${version}`
  return `Resource: "${gv}, Resource=${plural}", GroupVersionKind: "${gv}, Kind=${kind}"\nName: ${JSON.stringify(name)}, Namespace: ${JSON.stringify(namespace)}`
}

export const isNotFound = (error: unknown): boolean => error instanceof ApiError && error.reason === 'NotFound'
