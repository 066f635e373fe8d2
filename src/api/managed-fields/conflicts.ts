import { ApiError } from '../errors.ts'
import type { Manager } from './entries.ts'
import type { Dispute } from './update.ts'

/** Apply would change what others own, see apimachinery managedfields/internal/conflict.go. */
export function applyConflict(disputes: readonly Dispute[]): ApiError {
  const all = disputes
    .map(({ owner, set }) => ({ who: shownManager(owner), fields: [...set.shown()] }))
    .sort((a, b) => (a.who < b.who ? -1 : 1))
  const causes = all.flatMap(({ who, fields }) =>
    fields.map(field => ({ reason: 'FieldManagerConflict', message: `conflict with ${who}`, field })),
  )
  const [only] = causes
  const text =
    causes.length === 1
      ? `1 conflict: ${only!.message}: ${only!.field}`
      : `${causes.length} conflicts: ${all.map(({ who, fields }) => `conflicts with ${who}:\n${fields.map(f => `- ${f}`).join('\n')}`).join('\n')}`
  return new ApiError('Conflict', `Apply failed with ${text}`, { causes })
}

function shownManager({ manager, operation, apiVersion, subresource }: Manager): string {
  const name = JSON.stringify(manager) + (subresource ? ` with subresource ${JSON.stringify(subresource)}` : '')
  return operation === 'Apply' ? name : `${name} using ${apiVersion}`
}
