import type { Flag } from './command.ts'

/** Under which name a command owns the fields it writes; sent with every call that writes. */
export const fieldManager = (name: string): Flag => ({
  name: 'field-manager',
  type: 'string',
  default: name,
  help: 'Name under which the fields that are written are owned.',
})

/** For commands that have no such flag. */
export const FIELD_MANAGER = 'kubectl'
