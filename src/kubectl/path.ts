import type { Call, Verb } from '../api/call.ts'
import { pathSegmentErrors } from '../lib/names.ts'
import { FailedError } from './command.ts'

/** Verbs whose path ends in the object's name. */
const NAMED = new Set<Verb>(['get', 'update', 'patch', 'delete'])

/**
 * Refuses what cannot stand in the path of a request, before anybody is asked. Throws FailedError. Modelled on
 * k8s.io/client-go/rest (Request.Namespace, Request.Name).
 */
export function checkPath({ verb, namespace, name }: Call): void {
  if (namespace !== undefined) check('namespace', namespace)
  if (!NAMED.has(verb)) return
  if (name === '') throw new FailedError('resource name may not be empty')
  if (name !== undefined) check('resource name', name)
}

function check(what: string, text: string): void {
  const problems = pathSegmentErrors(text)
  if (problems.length > 0) throw new FailedError(`invalid ${what} ${JSON.stringify(text)}: [${problems.join(' ')}]`)
}
