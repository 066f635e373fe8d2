import type { FieldValidation } from '../api/schema/decode.ts'
import type { Flag, Flags } from './command.ts'
import { FailedError } from './command.ts'

export const VALIDATE: Flag = {
  name: 'validate',
  type: 'string',
  default: 'strict',
  implied: 'strict',
  values: ['strict', 'warn', 'ignore'],
  help: 'What to do about unknown fields: strict (or true) refuses them, warn tells of them, ignore (or false) drops them silently.',
}

/** The value of --validate. Throws FailedError. */
export function fieldValidation(flags: Flags): FieldValidation {
  switch (flags['validate']) {
    case 'strict':
    case 'true':
      return 'Strict'
    case 'warn':
      return 'Warn'
    case 'ignore':
    case 'false':
      return 'Ignore'
    default:
      throw new FailedError(
        `invalid - validate option ${JSON.stringify(flags['validate'])}; must be one of: strict (or true), warn, ignore (or false)`,
      )
  }
}
