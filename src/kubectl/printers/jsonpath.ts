import { goSyntax } from '../../lib/go-print.ts'
import { compileJsonPath } from '../../lib/jsonpath.ts'
import { FailedError } from '../command.ts'
import type { Printer } from './index.ts'

/** Throws FailedError for a template that does not parse; the printer throws it for one that does not fit an object. */
export function jsonpath(template: string, allowMissing: boolean, asJson: boolean): Printer {
  const fill = compile(template, allowMissing, asJson)
  return object => {
    try {
      return fill(object)
    } catch (error) {
      throw new FailedError(
        `error executing jsonpath ${JSON.stringify(template)}: Error executing template: ${(error as Error).message}. ` +
          'Printing more information for debugging the template:\n' +
          `\ttemplate was:\n\t\t${template}\n` +
          `\tobject given to jsonpath engine was:\n\t\t${goSyntax(object)}\n\n\n`,
      )
    }
  }
}

function compile(template: string, allowMissing: boolean, asJson: boolean): Printer {
  try {
    return compileJsonPath(template, { allowMissing, asJson })
  } catch (error) {
    throw new FailedError(`error parsing jsonpath ${template}, ${(error as Error).message}`)
  }
}
