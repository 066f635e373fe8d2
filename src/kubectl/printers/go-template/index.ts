import { FailedError } from '../../command.ts'
import type { Printer } from '../index.ts'
import { evaluate } from './evaluate.ts'
import { type Node, parseGoTemplate } from './parse.ts'

/** `-o go-template`. Throws FailedError for a template that does not parse; the printer for one that does not fit. */
export function goTemplate(template: string, allowMissing: boolean): Printer {
  let nodes: Node[]
  try {
    nodes = parseGoTemplate(template)
  } catch (error) {
    throw new FailedError(`error parsing template ${template}, template: output:${(error as Error).message}`)
  }
  return object => {
    try {
      return evaluate(nodes, object, allowMissing)
    } catch (error) {
      throw new FailedError(
        `error executing template ${JSON.stringify(template)}: template: output: executing "output": ${(error as Error).message}`,
      )
    }
  }
}
