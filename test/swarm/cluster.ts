import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Registry } from '../../src/api/registry.ts'
import { sameTerms, termsOf } from '../../src/api/terms.ts'
import type { Io } from '../../src/kubectl/command.ts'
import { kinds } from '../../src/kinds/index.ts'
import type { KubeObject } from '../../src/lib/objects.ts'
import { main } from '../../src/main.ts'
import { openStore } from '../../src/store/sqlite-store.ts'
import type { Change, Store } from '../../src/store/store.ts'
import type { Step } from './step.ts'

const registry = new Registry(kinds)

export interface Answer {
  code: number
  stdout: string
  stderr: string
}

/**
 * A state file in a folder of its own on a virtual clock. Commands come as from a terminal, each in a session of its own,
 * while `store` is a second reader of the same file that stays open: it stands for the other process.
 */
export class SwarmCluster {
  readonly #folder = mkdtempSync(join(tmpdir(), 'kubesim-swarm-'))
  #store: Store | undefined

  async run({ argv, stdin = '' }: Step): Promise<Answer> {
    const answer = { code: 0, stdout: '', stderr: '' }
    const io: Io = {
      stdout: text => void (answer.stdout += text),
      stderr: text => void (answer.stderr += text),
      stdin: async () => Buffer.from(stdin),
      env: { KUBESIM_HOME: this.#folder, KUBESIM_CLOCK: 'virtual', KUBESIM_FREEZE: '1' },
      cwd: this.#folder,
      tty: false,
    }
    answer.code = await main(argv, io)
    // The database's statements are freed by the garbage collector, which wants a turn of the event loop for it.
    await new Promise(resolve => setImmediate(resolve))
    return answer
  }

  /** What the second reader finds. */
  read<T>(look: (store: Store) => T): T {
    this.#store ??= openStore(join(this.#folder, 'default.db'), termsOf(registry), {
      freeze: true,
      sameTerms: sameTerms(registry),
    })
    this.#store.begin('read')
    try {
      return look(this.#store)
    } finally {
      this.#store.commit()
    }
  }

  objects<T extends KubeObject>(resource: string): T[] {
    return this.read(store => store.list(`${resource}/`)) as T[]
  }

  changes(after: number): Change[] {
    const changes = this.read(store => store.changes(after))
    if (!changes) throw new Error('the history is longer than the log that is kept: use fewer steps')
    return changes
  }

  /** All there is, as bytes. */
  async export(): Promise<string> {
    return (await this.run({ argv: ['cluster', 'export'] })).stdout
  }

  close(): void {
    this.#store?.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
