import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { StateFileError } from '../store/state-file-error.ts'
import { userHome } from './user-home.ts'

/** Where clusters live: `KUBESIM_HOME`, else `.kubesim` in the user's home. One state file each, `NAME.db`. */
export class Home {
  readonly folder: string

  constructor(env: Record<string, string | undefined>) {
    const folder = env['KUBESIM_HOME'] || `${userHome(env)}/.kubesim`
    this.folder = folder.endsWith('/') ? folder.slice(0, -1) : folder
  }

  fileOf(cluster: string): string {
    return `${this.folder}/${cluster}.db`
  }

  /** The cluster that commands without --context use; empty when the one they used was deleted. */
  current(): string {
    const file = `${this.folder}/current`
    // Most people never say; an error costs more than a look.
    if (!existsSync(file)) return 'default'
    try {
      return readFileSync(file, 'utf8').trim()
    } catch {
      return 'default'
    }
  }

  use(cluster: string): void {
    this.make()
    const file = `${this.folder}/current`
    writeFileSync(`${file}.new`, `${cluster}\n`)
    renameSync(`${file}.new`, file)
  }

  list(): string[] {
    if (!existsSync(this.folder)) return []
    return readdirSync(this.folder)
      .filter(name => name.endsWith('.db'))
      .map(name => name.slice(0, -3))
      .sort()
  }

  has(cluster: string): boolean {
    return existsSync(this.fileOf(cluster))
  }

  delete(cluster: string): void {
    for (const end of ['', '-wal', '-shm']) rmSync(this.fileOf(cluster) + end, { force: true })
  }

  /** Throws StateFileError when there can be no such folder. */
  make(): void {
    try {
      mkdirSync(this.folder, { recursive: true })
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      const why = code === 'EEXIST' || code === 'ENOTDIR' ? 'a file is in the way' : message
      throw new StateFileError(`cannot make the folder for clusters, ${this.folder}: ${why}`)
    }
  }
}
