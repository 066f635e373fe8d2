import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { FailedError, type Flags, type Io } from '../../command.ts'
import type { Fields } from './kubeconfig.ts'

/** Takes over flags that name files: as absolute paths, or with --embed-certs as what is in them. Throws FailedError. */
export function takeFiles(io: Io, flags: Flags, fields: Fields, keys: readonly string[]): void {
  for (const key of keys) {
    const file: string | undefined = flags[key]
    if (file === undefined) continue
    delete fields[key]
    delete fields[`${key}-data`]
    if (file === '') continue
    const path = resolve(io.cwd, file)
    if (!flags['embed-certs']) fields[key] = path
    else fields[`${key}-data`] = read(key, path)
  }
}

function read(key: string, path: string): string {
  try {
    return readFileSync(path).toString('base64')
  } catch {
    throw new FailedError(`could not stat ${key} file ${path}: stat ${path}: no such file or directory`)
  }
}
