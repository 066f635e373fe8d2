import { strictEnvNameErrors } from '../../../lib/names.ts'
import type { Container, KubeObject } from '../../../lib/objects.ts'
import type { Io } from '../../command.ts'
import { FailedError } from '../../command.ts'

export type EnvVar = NonNullable<Container['env']>[number]

/** `deployment/web A=1 B-` -> resources and variables. Throws FailedError when they are mixed. */
export function splitVariables(args: readonly string[]): { resources: string[]; variables: string[] } {
  const first = args.findIndex(isVariable)
  if (first < 0) return { resources: [...args], variables: [] }
  const variables = args.slice(first)
  if (!variables.every(isVariable)) {
    throw new FailedError(`all resources must be specified before environment changes: ${args.join(' ')}`)
  }
  return { resources: args.slice(0, first), variables }
}

const isVariable = (arg: string): boolean => arg.includes('=') || arg.endsWith('-')

/** Reads `KEY=VALUE`, `KEY-` and, for `-`, the lines of standard input. Throws FailedError. */
export async function parseVariables(texts: readonly string[], io: Io): Promise<{ set: EnvVar[]; remove: string[] }> {
  const set: EnvVar[] = []
  const remove: string[] = []
  for (const text of texts) {
    if (text === '-') set.push(...parseLines((await io.stdin()).toString('utf8')))
    else if (text.includes('=')) {
      const variable = parsePair(text)
      const errors = strictEnvNameErrors(variable.name)
      if (errors.length > 0) {
        throw new FailedError(`${JSON.stringify(variable.name)} is not a valid key name: ${errors.join(';')}`)
      }
      set.push(variable)
    } else if (text.endsWith('-')) remove.push(text.slice(0, -1))
    else throw new FailedError(`unknown environment variable: ${text}`)
  }
  if (set.some(({ name }) => remove.includes(name))) {
    throw new FailedError('can not both modify and remove the same environment variable in the same command')
  }
  return { set, remove }
}

function parsePair(text: string): EnvVar {
  const equals = text.indexOf('=')
  return { name: text.slice(0, equals), value: text.slice(equals + 1) }
}

/** Lines with an equals sign; `#` begins a comment. */
function parseLines(text: string): EnvVar[] {
  const lines = text.split('\n').map(line => line.replace(/#.*/, ''))
  return lines.filter(line => line.includes('=')).map(parsePair)
}

/** A variable for each key of a ConfigMap or Secret that refers to it. Throws FailedError for other kinds. */
export function importedVariables({ kind, metadata, data }: KubeObject, keys: readonly string[]): EnvVar[] {
  const field = kind === 'Secret' ? 'secretKeyRef' : kind === 'ConfigMap' ? 'configMapKeyRef' : undefined
  if (!field) throw new FailedError('unsupported resource specified in --from')
  const wanted = Object.keys(data ?? {}).filter(key => keys.length === 0 || keys.includes(key))
  return wanted.sort().map(key => ({
    name: key.replace(/[^a-zA-Z0-9_]/g, '_').toUpperCase(),
    valueFrom: { [field]: { key, name: metadata.name } },
  }))
}
