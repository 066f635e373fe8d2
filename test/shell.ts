import { spawn } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultFacts, openClient, openSession } from '../src/client/open.ts'
import type { Client } from '../src/client/client.ts'
import type { Io } from '../src/kubectl/command.ts'
import { main as fromSources } from '../src/main.ts'
import { Home } from '../src/session/home.ts'
import type { ClusterFacts } from '../src/sim.ts'
import { bundled } from './bundle.ts'
import { type Answer, linesOf } from './session-file.ts'

/** KUBESIM_BUNDLE=1 plays on what was built: it is put together from the same sources, but taken apart in its own way. */
const main = process.env['KUBESIM_BUNDLE'] === '1' ? bundled().main : fromSources

/**
 * A folder, a state file and a virtual clock of its own, in which command lines run: plain commands of the program in this
 * process, everything else through bash, which finds the built program under both names and a `sleep` that advances
 * the clock. Time stands still unless a command moves it.
 */
export class Shell {
  readonly folder = mkdtempSync(join(tmpdir(), 'kubesim-'))
  private readonly env: Record<string, string | undefined>

  /** `copies`: folders to be found in the shell's folder, by their path there. On the wall clock a sleep in bash is a real one. */
  constructor(copies: Record<string, string>, clock: 'virtual' | 'wall' = 'virtual') {
    for (const [path, from] of Object.entries(copies)) cpSync(from, join(this.folder, path), { recursive: true })
    const bin = join(this.folder, '.bin')
    mkdirSync(bin)
    const run = `exec '${process.execPath}' '${join(process.cwd(), 'bin/kubesim.cjs')}'`
    executable(join(bin, 'kubectl'), `${run} "$@"`)
    executable(join(bin, 'kubesim'), `${run} "$@"`)
    if (clock === 'virtual') executable(join(bin, 'sleep'), `${run} clock advance "$1"s >/dev/null`)
    this.env = {
      PATH: `${bin}:${process.env['PATH']}`,
      HOME: this.folder,
      LANG: 'C.UTF-8',
      KUBESIM_HOME: join(this.folder, '.kubesim'),
      KUBESIM_CLOCK: clock,
    }
  }

  async run(command: string): Promise<Answer> {
    const words = plainWords(command)
    if (words?.[0] === 'kubectl' || words?.[0] === 'kubesim') return this.kubesim(words.slice(1))
    if (words?.[0] === 'sleep' && words.length === 2) {
      await this.cluster(cluster => cluster.advance(Number(words[1]) * 1000))
      return { stdout: [], stderr: [], code: 0 }
    }
    return this.bash(command)
  }

  /** Runs the program in this process. */
  async kubesim(argv: string[]): Promise<Answer> {
    let stdout = ''
    let stderr = ''
    const io: Io = {
      stdout: text => void (stdout += text),
      stderr: text => void (stderr += text),
      stdin: async () => Buffer.alloc(0),
      env: { ...this.env },
      cwd: this.folder,
      tty: false,
    }
    const code = await main(argv, io)
    return { stdout: linesOf(stdout), stderr: linesOf(stderr), code }
  }

  private bash(command: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const child = spawn('bash', ['-c', command], {
        cwd: this.folder,
        env: this.env,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let stdout = ''
      let stderr = ''
      child.stdout.setEncoding('utf8').on('data', text => void (stdout += text))
      child.stderr.setEncoding('utf8').on('data', text => void (stderr += text))
      child.on('error', reject)
      child.on('close', code => resolve({ stdout: linesOf(stdout), stderr: linesOf(stderr), code: code ?? 128 }))
    })
  }

  /**
   * Makes a cluster without batteries and uses it. As in the recordings, a stand-in for the kubelet minds its nodes: containers
   * run and do nothing.
   */
  async createBare(name: string, more: Partial<ClusterFacts> = {}): Promise<void> {
    const home = new Home(this.env)
    home.use(name)
    const session = openSession(home.fileOf(name), { ...defaultFacts(name), bare: true, ...more }, this.env)
    session.info()
    for (const { metadata } of session.call({ verb: 'list', resource: 'nodes' }).body.items) {
      const body = { metadata: { annotations: { 'kwok.x-k8s.io/node': 'fake' } } }
      session.call({ verb: 'patch', resource: 'nodes', name: metadata.name, body, query: { patchType: 'merge' } })
    }
    session.commit()
    session.close()
  }

  /** Moves the cluster's time. */
  async cluster<T>(act: (cluster: Client['cluster']) => Promise<T>): Promise<T> {
    const client = await openClient({ env: this.env })
    try {
      const result = await act(client.cluster)
      await client.commit()
      return result
    } finally {
      client.close()
    }
  }

  /** Removes the folder. */
  close(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

function executable(file: string, line: string): void {
  writeFileSync(file, `#!/bin/sh\n${line}\n`)
  chmodSync(file, 0o755)
}

/** The words of a command line that means the same without a shell; `undefined` when it needs one. */
export function plainWords(command: string): string[] | undefined {
  const words: string[] = []
  let word: string | undefined
  for (let i = 0; i < command.length; i++) {
    const c = command[i]!
    if (c === ' ' || c === '\t') {
      if (word !== undefined) words.push(word)
      word = undefined
    } else if (c === "'") {
      const end = command.indexOf("'", i + 1)
      if (end < 0) return undefined
      word = (word ?? '') + command.slice(i + 1, end)
      i = end
    } else if (c === '"') {
      word ??= ''
      for (i++; command[i] !== '"'; i++) {
        if (i >= command.length || '$`'.includes(command[i]!)) return undefined
        if (command[i] === '\\' && '"\\$`\n'.includes(command[i + 1] ?? ' ')) i++
        word += command[i]
      }
    } else if (c === '\\') {
      if (command[++i] !== '\n') word = (word ?? '') + (command[i] ?? '')
    } else if ('|&;<>()$`*?\n'.includes(c) || (c === '#' && word === undefined) || (c === '~' && word === undefined)) {
      return undefined
    } else word = (word ?? '') + c
  }
  if (word !== undefined) words.push(word)
  if (words.some(w => /\{[^}]*,[^}]*\}/.test(w)) && /(^|[^'"])\{[^'"}]*,/.test(command)) return undefined
  return words
}
