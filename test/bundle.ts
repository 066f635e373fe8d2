import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Script } from 'node:vm'
import type { main } from '../src/main.ts'

const dist = join(import.meta.dirname, '../dist')

/** The built program in this process, loaded as the launcher does, without its cache. */
export const bundled = (): { main: typeof main } => load('kubesim.js')

function load(file: string, core?: unknown): any {
  const path = join(dist, file)
  const loaded = { exports: {} }
  const own = createRequire(path)
  const require = (id: string, given?: unknown) =>
    id === 'core' ? core : id.startsWith('./') ? load(id, given) : own(id)
  new Script(readFileSync(path, 'latin1'), { filename: path }).runInThisContext()(
    loaded.exports,
    require,
    loaded,
    path,
    dist,
  )
  return loaded.exports
}
