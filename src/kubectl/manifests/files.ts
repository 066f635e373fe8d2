import { type Dirent, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import type { Io } from '../command.ts'
import { FailedError } from '../command.ts'
import { PROGRAM } from '../globals.ts'

/** The texts that -f names: files, folders, patterns, standard input. node:fs/promises would be a module more at every start. */

export interface Source {
  /** The path as errors show it; `STDIN`. */
  name: string
  read(): Promise<string>
}

const EXTENSIONS = ['.json', '.yaml', '.yml']

/** Throws FailedError, or AggregateError of several, for a path that is not there. What folders hold is read when it is asked for. */
export function sources(io: Io, filenames: readonly string[], recursive: boolean): Source[] {
  const found: Source[] = []
  const errors: Error[] = []
  for (const filename of filenames) {
    try {
      addSources(io, filename, recursive, found)
    } catch (error) {
      if (!(error instanceof FailedError)) throw error
      errors.push(error)
    }
  }
  if (errors.length > 1) throw new AggregateError(errors)
  if (errors.length === 1) throw errors[0]
  return found
}

function addSources(io: Io, filename: string, recursive: boolean, found: Source[]): void {
  if (filename === '-') {
    found.push({ name: 'STDIN', read: async () => decode(await io.stdin()) })
    return
  }
  if (filename.startsWith('http://') || filename.startsWith('https://')) {
    throw new FailedError(`${PROGRAM} does not read URLs: download ${JSON.stringify(filename)} first and give the file`)
  }
  const paths = expand(io, filename)
  const before = found.length
  for (const path of paths) addPath(io, path, recursive, found)
  if (found.length === 0 && before === 0) {
    throw new FailedError(
      `error reading [${paths.join(' ')}]: recognized file extensions are [${EXTENSIONS.join(' ')}]`,
    )
  }
}

/** A file as it is; of a folder the manifests in it, in order of their names. */
function addPath(io: Io, path: string, recursive: boolean, found: Source[]): void {
  const absolute = resolve(io.cwd, path)
  const read = content(path, absolute)
  if (read) found.push({ name: path, read })
  else addFolder(path, absolute, recursive, found)
}

/** Reading a file at once asks the system less often than looking at it first. Undefined for a folder. */
function content(path: string, absolute: string): Source['read'] | undefined {
  try {
    const text = decode(readFileSync(absolute))
    return async () => text
  } catch (error) {
    if (isFolder(path, absolute)) return undefined
    return async () => {
      throw refusal(path, error)
    }
  }
}

function isFolder(path: string, absolute: string): boolean {
  try {
    return statSync(absolute).isDirectory()
  } catch (error) {
    throw new FailedError(pathProblem(path, error))
  }
}

function addFolder(path: string, absolute: string, recursive: boolean, found: Source[]): void {
  const entries = entriesOf(path, absolute)
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    const inside = join(path, entry.name)
    const at = join(absolute, entry.name)
    if (entry.isDirectory()) {
      if (recursive) addFolder(inside, at, true, found)
    } else if (EXTENSIONS.includes(extname(entry.name))) found.push(inFolder(inside, at))
  }
}

function entriesOf(path: string, absolute: string): Dirent[] {
  try {
    return readdirSync(absolute, { withFileTypes: true })
  } catch (error) {
    throw new FailedError(`open ${path}: ${osText(error)}`)
  }
}

const inFolder = (name: string, absolute: string): Source => ({
  name,
  read: async () => {
    try {
      return decode(readFileSync(absolute))
    } catch (error) {
      throw refusal(name, error)
    }
  },
})

const refusal = (name: string, error: unknown): Error =>
  error instanceof TypeError ? error : new FailedError(`open ${name}: ${osText(error)}`)

/** Throws TypeError for what is no UTF-8. Node's quick way puts a letter in its place; whether it was there before, the slow way tells. */
function decode(bytes: Buffer): string {
  const text = bytes.toString()
  if (text.includes('\ufffd')) return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  return text.startsWith('\ufeff') ? text.slice(1) : text
}

/** A path that exists, or the paths that match it as a pattern. */
function expand(io: Io, filename: string): string[] {
  const absolute = resolve(io.cwd, filename)
  if (existsSync(absolute)) return [filename]
  try {
    statSync(absolute)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw new FailedError(pathProblem(filename, error))
  }
  const matches = /[*?[]/.test(filename) ? glob(io, filename) : []
  if (matches.length === 0) throw new FailedError(`the path ${JSON.stringify(filename)} does not exist`)
  return matches
}

/** Go's filepath.Glob: `*`, `?` and `[a-z]` within one name, sorted. */
function glob(io: Io, pattern: string): string[] {
  const folder = dirname(pattern)
  const folders = /[*?[]/.test(folder) ? glob(io, folder) : [folder]
  const name = matcher(basename(pattern))
  const matches: string[] = []
  for (const path of folders) {
    const names = namesIn(resolve(io.cwd, path))
    for (const found of names.sort()) {
      if (name.test(found)) matches.push(pattern.includes('/') ? join(path, found) : found)
    }
  }
  return matches
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function matcher(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+${}()|\\/]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  try {
    return new RegExp(`^${source}$`)
  } catch {
    return /^\b$/
  }
}

function pathProblem(path: string, error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return `the path ${JSON.stringify(path)} does not exist`
  return `the path ${JSON.stringify(path)} cannot be accessed: stat ${path}: ${osText(error)}`
}

const OS_TEXTS: Record<string, string> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EISDIR: 'is a directory',
  ENOTDIR: 'not a directory',
  ENAMETOOLONG: 'file name too long',
  ELOOP: 'too many levels of symbolic links',
}

/** An operating system's refusal in Go's words. */
export const osText = (error: unknown): string => {
  const { code = '', message } = error as NodeJS.ErrnoException
  return OS_TEXTS[code] ?? message
}
