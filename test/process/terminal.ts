import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const LAUNCHER = join(process.cwd(), 'bin/kubesim.cjs')
/** Reading extra certificates costs every process a moment. */
const { NODE_EXTRA_CA_CERTS: _, ...ENV } = process.env

export interface End {
  /** As a shell tells it: 128 + n for a signal. */
  code: number
  stdout: string
  stderr: string
}

/** A folder in which the built program runs as real processes. */
export class Terminals {
  readonly folder = mkdtempSync(join(tmpdir(), 'kubesim-process-'))
  readonly #clock: 'wall' | 'virtual'

  constructor(clock: 'wall' | 'virtual') {
    this.#clock = clock
    chmodSync(this.folder, 0o755)
  }

  path = (name: string): string => join(this.folder, name)

  start(argv: string[], options: SpawnOptions & { stdin?: string } = {}): Running {
    const env = { ...ENV, KUBESIM_HOME: this.path('home'), KUBESIM_CLOCK: this.#clock, ...options.env }
    return new Running(
      spawn(process.execPath, [LAUNCHER, ...argv], { cwd: this.folder, ...options, env }),
      options.stdin,
    )
  }

  run = (argv: string[], options?: SpawnOptions & { stdin?: string }): Promise<End> => this.start(argv, options).end

  /** A line of bash, in which `kubesim` is the program. */
  bash(line: string): Promise<End> {
    const env = { ...ENV, KUBESIM_HOME: this.path('home'), KUBESIM_CLOCK: this.#clock }
    const script = `kubesim() { '${process.execPath}' '${LAUNCHER}' "$@"; }\n${line}`
    return new Running(spawn('bash', ['-c', script], { cwd: this.folder, env })).end
  }

  close(): void {
    chmodSync(this.folder, 0o755)
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** A process that was started. */
export class Running {
  stdout = ''
  stderr = ''
  readonly end: Promise<End>
  readonly #child: ChildProcess
  #wake = () => {}

  constructor(child: ChildProcess, stdin = '') {
    this.#child = child
    child.stdout!.setEncoding('utf8').on('data', text => {
      this.stdout += text
      this.#wake()
    })
    child.stderr!.setEncoding('utf8').on('data', text => void (this.stderr += text))
    child.stdin!.on('error', () => {})
    child.stdin!.end(stdin)
    this.end = new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code, signal) => {
        this.#wake()
        resolve({ code: code ?? 128 + SIGNALS[signal!]!, stdout: this.stdout, stderr: this.stderr })
      })
    })
  }

  kill(signal: 'SIGINT' | 'SIGKILL'): void {
    this.#child.kill(signal)
  }

  /** Waits until standard output holds what is looked for; throws when the process ends without. */
  async says(what: RegExp): Promise<void> {
    while (!what.test(this.stdout)) {
      if (this.#child.exitCode !== null)
        throw new Error(`ended without saying ${what}:\n${this.stdout}\n${this.stderr}`)
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
  }
}

const SIGNALS: Record<string, number> = { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }
