import { createRequire } from 'node:module'
import { dirname } from 'node:path'

/** A package by Node's own search from a file on, `quick` if it finds something in the package's folder. */
export function installed<T>(from: string, name: string, quick: (folder: string) => T | undefined): T {
  const load = createRequire(from)
  return quick(dirname(dirname(load.resolve(name)))) ?? load(name)
}
