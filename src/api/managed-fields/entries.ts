import type { KubeObject } from '../../lib/objects.ts'
import { isMap } from '../../lib/own.ts'
import { FieldSet } from './set.ts'

/** Who owns fields, and how they came by them (managedFieldsEntry). */
export interface Manager {
  manager: string
  operation: 'Apply' | 'Update'
  apiVersion: string
  /** RFC 3339. */
  time?: string
  subresource?: string
}

export interface Ownership extends Manager {
  set: FieldSet
}

export type Entry = NonNullable<KubeObject['metadata']['managedFields']>[number]

/** Whether two entries are one: everything but the time counts. */
export const isSame = (a: Manager, b: Manager): boolean =>
  a.manager === b.manager &&
  a.operation === b.operation &&
  a.apiVersion === b.apiVersion &&
  (a.subresource ?? '') === (b.subresource ?? '')

export function readEntries(entries: readonly Entry[] | undefined): Ownership[] {
  return (entries ?? []).filter(isMap).map(({ manager, operation, apiVersion, time, subresource, fieldsV1 }) => ({
    manager: manager ?? '',
    operation: operation === 'Apply' ? 'Apply' : 'Update',
    apiVersion: apiVersion ?? '',
    time: time as string | undefined,
    ...(subresource ? { subresource } : {}),
    set: FieldSet.read(fieldsV1),
  }))
}

/** As the API writes them: those who apply first, then by time and name; who owns nothing is left out. */
export function writeEntries(owners: readonly Ownership[]): Entry[] | undefined {
  const entries = owners.filter(({ set }) => !set.isEmpty).sort(order)
  if (entries.length === 0) return undefined
  return entries.map(owner => writeEntry(owner, owner.set.fields()))
}

export const writeEntry = (who: Manager, fieldsV1: Record<string, unknown>): Entry => ({
  apiVersion: who.apiVersion,
  fieldsType: 'FieldsV1',
  fieldsV1,
  manager: who.manager,
  operation: who.operation,
  ...(who.subresource ? { subresource: who.subresource } : {}),
  ...(who.time ? { time: who.time } : {}),
})

const key = ({ operation, time = '', manager }: Manager) => `${operation} ${time} ${manager}`

const order = (a: Manager, b: Manager) => (key(a) < key(b) ? -1 : 1)
