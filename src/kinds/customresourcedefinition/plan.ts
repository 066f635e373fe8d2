import type { Condition } from '../../lib/objects.ts'
import type { CustomResourceDefinition } from './types.ts'

/** Holds a definition until none of its objects is left. */
export const CLEANUP = 'customresourcecleanup.apiextensions.k8s.io'

/** The status that a definition should have, among the others of its group (pkg/controller/status/naming_controller.go). */
export function plan(
  crd: CustomResourceDefinition,
  others: readonly CustomResourceDefinition[],
  now: string,
): CustomResourceDefinition['status'] {
  const { names } = crd.spec
  const old = crd.status
  const taken = new Set(
    others.flatMap(({ status: { acceptedNames: a } }) => (a ? [a.plural, a.singular, ...(a.shortNames ?? [])] : [])),
  )
  const kinds = new Set(others.flatMap(({ status: { acceptedNames: a } }) => (a ? [a.kind, a.listKind] : [])))
  const clash =
    problem('Plural', names.plural, taken) ??
    problem('Singular', names.singular, taken) ??
    problem(
      'ShortNames',
      (names.shortNames ?? []).find(name => taken.has(name)),
      taken,
    ) ??
    problem('Kind', names.kind, kinds) ??
    problem('ListKind', names.listKind, kinds)
  const accepted = clash
    ? condition('NamesAccepted', 'False', clash.reason, clash.message)
    : condition('NamesAccepted', 'True', 'NoConflicts', 'no conflicts found')
  const was = old.conditions?.find(({ type }) => type === 'Established')?.status === 'True'
  const established =
    was || !clash
      ? condition('Established', 'True', 'InitialNamesAccepted', 'the initial names have been accepted')
      : condition('Established', 'False', 'NotAccepted', 'not all names are accepted')
  const conditions = [accepted, established].map(wanted => {
    const known = old.conditions?.find(({ type }) => type === wanted.type) as Condition | undefined
    const same = known?.status === wanted.status && known.reason === wanted.reason && known.message === wanted.message
    return same ? known : { lastTransitionTime: now, ...wanted }
  })
  return {
    ...old,
    acceptedNames: clash ? old.acceptedNames : { ...names },
    conditions: conditions as CustomResourceDefinition['status']['conditions'],
  } as CustomResourceDefinition['status']
}

const condition = (type: string, status: string, reason: string, message: string) => ({ type, status, reason, message })

function problem(field: string, name: string | undefined, taken: ReadonlySet<string | undefined>) {
  if (name === undefined || !taken.has(name)) return undefined
  return { reason: `${field}Conflict`, message: `${JSON.stringify(name)} is already in use` }
}
