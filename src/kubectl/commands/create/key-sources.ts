import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { strictEnvNameErrors } from '../../../lib/names.ts'
import type { CommandContext, Flag, Flags } from '../../command.ts'
import { FailedError } from '../../command.ts'
import { osText } from '../../manifests/files.ts'

/** Keys and values of a ConfigMap or Secret from --from-literal, --from-file and --from-env-file. */

export const SOURCE_FLAGS: Flag[] = [
  {
    name: 'from-env-file',
    type: 'strings',
    help: 'Files of lines key=val, each of which becomes a key of its own.',
  },
  {
    name: 'from-file',
    type: 'strings',
    help: 'Files whose content becomes a value under the name of the file, or under KEY with KEY=PATH. A folder stands for its files.',
  },
  { name: 'from-literal', type: 'array', help: 'A key and its value: mykey=somevalue.' },
]

/** Where files are looked for. */
type Around = Pick<CommandContext, 'io'>

export interface KeyValue {
  key: string
  value: Buffer
}

/** Throws FailedError in kubectl's words. */
export async function keyValues(ctx: Around, flags: Flags): Promise<KeyValue[]> {
  const { 'from-env-file': envFiles, 'from-file': files, 'from-literal': literals } = flags
  if (envFiles.length > 0 && (files.length > 0 || literals.length > 0)) {
    throw new FailedError('from-env-file cannot be combined with from-file or from-literal')
  }
  const found: KeyValue[] = []
  for (const literal of literals) found.push(parseLiteral(literal))
  for (const file of files) found.push(...(await readSource(ctx, file)))
  for (const file of envFiles) found.push(...(await readEnvFile(ctx, file)))
  return found
}

function parseLiteral(source: string): KeyValue {
  const equals = source.indexOf('=')
  if (equals <= 0) throw new FailedError(`invalid literal source ${source}, expected key=value`)
  const value = source.slice(equals + 1).replace(/^["']+|["']+$/g, '')
  return { key: source.slice(0, equals), value: Buffer.from(value) }
}

/** `PATH` or `KEY=PATH`. */
export function parseFileSource(source: string): { key: string; path: string; explicit: boolean } {
  const equals = source.split('=').length - 1
  if (equals === 0) return { key: basename(source), path: source, explicit: false }
  if (equals > 1) throw new FailedError("key names or file paths cannot contain '='")
  const [key, path] = source.split('=') as [string, string]
  if (key === '') throw new FailedError(`key name for file path ${path} missing`)
  if (path === '') throw new FailedError(`file path for key name ${key} missing`)
  return { key, path, explicit: true }
}

async function readSource(ctx: Around, source: string): Promise<KeyValue[]> {
  const { key, path, explicit } = parseFileSource(source)
  const absolute = resolve(ctx.io.cwd, path)
  try {
    if (!(await stat(absolute)).isDirectory()) return [{ key, value: await readFile(absolute) }]
    if (explicit) throw new FailedError('cannot give a key name for a directory path')
    const found: KeyValue[] = []
    for (const name of (await readdir(absolute)).sort()) {
      const inside = join(absolute, name)
      if ((await stat(inside)).isFile()) found.push({ key: name, value: await readFile(inside) })
    }
    return found
  } catch (error) {
    if (error instanceof FailedError) throw error
    throw new FailedError(`error reading ${path}: ${osText(error)}`)
  }
}

async function readEnvFile(ctx: Around, path: string): Promise<KeyValue[]> {
  let text: string
  try {
    text = await readFile(resolve(ctx.io.cwd, path), 'utf8')
  } catch (error) {
    throw new FailedError(`error reading ${path}: ${osText(error)}`)
  }
  const found: KeyValue[] = []
  for (const line of text.replace(/^\ufeff/, '').split(/\r?\n/)) {
    const trimmed = line.trimStart()
    if (trimmed === '' || trimmed[0] === '#') continue
    const equals = trimmed.indexOf('=')
    const key = equals < 0 ? trimmed : trimmed.slice(0, equals)
    const errors = strictEnvNameErrors(key)
    if (errors.length > 0) throw new FailedError(`${JSON.stringify(key)} is not a valid key name: ${errors.join(';')}`)
    // A name alone takes its value from the environment.
    const value = equals < 0 ? ctx.io.env[key] : trimmed.slice(equals + 1)
    if (value !== undefined) found.push({ key, value: Buffer.from(value) })
  }
  return found
}
