import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { FailedError } from './command.ts'

/** The folder of the installed package, above the bundle or the source, that holds a file. Throws FailedError. */
export function packageFolder(file: string): string {
  let folder = typeof __dirname === 'string' ? __dirname : import.meta.dirname
  while (!existsSync(join(folder, file))) {
    const parent = dirname(folder)
    if (parent === folder) throw new FailedError(`${file} is missing from this installation`)
    folder = parent
  }
  return folder
}
