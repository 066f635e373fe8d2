import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { toYaml } from '../../../lib/yaml.ts'
import { FailedError, type Io } from '../../command.ts'
import { parseYaml, YamlError } from '../../manifests/yaml.ts'
import { emptyConfig, fromFile, type Kubeconfig, toFile } from './kubeconfig.ts'
import type { Source } from './source.ts'

/** A kubeconfig file as kubectl keeps it; made when it is first written. */
export class FileSource implements Source {
  readonly file: string

  constructor(io: Io, file: string) {
    this.file = resolve(io.cwd, file)
  }

  async read(): Promise<Kubeconfig> {
    let text: string
    try {
      text = readFileSync(this.file, 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return emptyConfig()
      throw new FailedError(`error loading config file "${this.file}": ${(error as Error).message}`)
    }
    try {
      return fromFile(await parseYaml(text))
    } catch (error) {
      if (!(error instanceof YamlError)) throw error
      throw new FailedError(`error loading config file "${this.file}": ${error.message}`)
    }
  }

  async write(config: Kubeconfig): Promise<void> {
    try {
      mkdirSync(dirname(this.file), { recursive: true })
      writeFileSync(`${this.file}.new`, toYaml(toFile(config)), { mode: 0o600 })
      renameSync(`${this.file}.new`, this.file)
    } catch (error) {
      throw new FailedError((error as Error).message)
    }
  }
}
