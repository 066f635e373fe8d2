/**
 * The formats of -o. `printerFor` gives what prints one object or List; tables (no -o, or -o wide) are `table.ts`.
 * To add a format: write its file and one line in FORMATS.
 */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { KubeObject } from '../../lib/objects.ts'
import type { Flag, Flags, Io } from '../command.ts'
import { FailedError } from '../command.ts'

/** Text of one object or List, with its own newline where the format has one. */
export type Printer = (object: any) => string

/** What stands after the format's `=`, or the text of the file it names. */
export interface Format {
  /** Only for get, which may print a table of own columns. */
  columns?: true
  argument?: 'text' | 'file'
  printer(argument: string, flags: Flags): Promise<Printer>
}

const jsonpath = async (argument: string, flags: Flags, asJson = false) =>
  (await import('./jsonpath.ts')).jsonpath(argument, flags['allow-missing-template-keys'] ?? true, asJson)
const customColumns = async (argument: string, flags: Flags, file: boolean) =>
  (await import('./custom-columns.ts')).customColumns(argument, file, flags['no-headers'] ?? false)
const goTemplate = async (argument: string, flags: Flags) =>
  (await import('./go-template/index.ts')).goTemplate(argument, flags['allow-missing-template-keys'] ?? true)

export const FORMATS: Record<string, Format> = {
  'custom-columns': { columns: true, argument: 'text', printer: (text, flags) => customColumns(text, flags, false) },
  'custom-columns-file': {
    columns: true,
    argument: 'file',
    printer: (text, flags) => customColumns(text, flags, true),
  },
  'go-template': { argument: 'text', printer: goTemplate },
  'go-template-file': { argument: 'file', printer: goTemplate },
  json: { printer: async () => (await import('./plain.ts')).json() },
  jsonpath: { argument: 'text', printer: jsonpath },
  'jsonpath-as-json': { argument: 'text', printer: (text, flags) => jsonpath(text, flags, true) },
  'jsonpath-file': { argument: 'file', printer: jsonpath },
  kyaml: { printer: async () => (await import('./kyaml.ts')).kyaml() },
  name: { printer: async () => (await import('./plain.ts')).name() },
  template: { argument: 'text', printer: goTemplate },
  templatefile: { argument: 'file', printer: goTemplate },
  yaml: { printer: async () => (await import('./plain.ts')).yaml() },
}

/** -o and what belongs to it. `get` also has custom columns and wide. */
export function outputFlags(get = false): Flag[] {
  const values = Object.keys(FORMATS).filter(name => get || !FORMATS[name]!.columns)
  if (get) values.push('wide')
  return [
    {
      name: 'output',
      short: 'o',
      type: 'string',
      default: '',
      values,
      help: `Output format. One of: (${values.join(', ')}).`,
    },
    {
      name: 'template',
      type: 'string',
      default: '',
      help: 'The template (or its file) for a format that takes one, if it is not given as -o=FORMAT=TEMPLATE.',
    },
    {
      name: 'allow-missing-template-keys',
      type: 'bool',
      default: true,
      help: 'Ignore fields and keys in templates that an object does not have.',
    },
    {
      name: 'show-managed-fields',
      type: 'bool',
      default: false,
      help: 'Keep metadata.managedFields in JSON and YAML.',
    },
  ]
}

/**
 * The printer that -o asks for; undefined without -o and, with `get`, for wide.
 * Throws FailedError in kubectl's words for an unknown format or a wrong template.
 */
export async function printerFor(io: Io, flags: Flags, get = false): Promise<Printer | undefined> {
  const template: string = flags['template'] ?? ''
  const output: string = flags['output'] || (template === '' ? '' : 'go-template')
  const equals = output.indexOf('=')
  const name = (equals < 0 ? output : output.slice(0, equals)).toLowerCase()
  if (name === '' || (get && name === 'wide' && equals < 0)) return undefined
  const format = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined
  if (!format || (format.columns && !get) || (equals >= 0 && !format.argument)) throw unknownFormat(output, get)
  const given = equals < 0 ? template : output.slice(equals + 1)
  if (format.argument && given === '') {
    throw new FailedError(
      format.columns
        ? `${name} format specified but no custom columns given`
        : 'template format specified but no template given',
    )
  }
  const print = await format.printer(format.argument === 'file' ? read(io, given) : given, flags)
  return flags['show-managed-fields'] ? print : object => print(withoutManagedFields(object))
}

function unknownFormat(output: string, get: boolean): FailedError {
  const allowed = Object.keys(FORMATS).filter(name => get || !FORMATS[name]!.columns)
  if (get) allowed.splice(allowed.indexOf('yaml'), 0, 'wide')
  return new FailedError(
    `unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: ${allowed.join(',')}`,
  )
}

function read(io: Io, file: string): string {
  try {
    return readFileSync(resolve(io.cwd, file), 'utf8')
  } catch {
    throw new FailedError(`error reading template ${file}, open ${file}: no such file or directory\n`)
  }
}

function withoutManagedFields(object: KubeObject): KubeObject {
  if (Array.isArray(object['items'])) return { ...object, items: object['items'].map(withoutManagedFields) }
  if (!object.metadata?.managedFields) return object
  return { ...object, metadata: { ...object.metadata, managedFields: undefined } }
}

/** Items as kubectl hands several objects to a printer. */
export const asList = (items: readonly KubeObject[]) => ({
  apiVersion: 'v1',
  kind: 'List',
  metadata: { resourceVersion: '' },
  items,
})
