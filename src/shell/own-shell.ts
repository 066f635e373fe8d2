import { type ChildProcess, spawn } from 'node:child_process'
import type { Io } from '../kubectl/command.ts'

/** A POSIX shell's text that makes `kubectl` and `kubesim` this program, with the prompt's own flags. */
export function definitions(argv: readonly string[], flags: readonly string[]): string {
  if (process.platform === 'win32') return ''
  const words = [...argv, ...flags].map(word => `'${word.replaceAll("'", "'\\''")}'`)
  return `kubesim() { ${words.join(' ')} "$@"; }; kubectl() { kubesim "$@"; };\n`
}

/** Runs a text in the user's shell, which shares the terminal. Resolves to its exit code. */
export async function runInShell(text: string, io: Io): Promise<number> {
  return ended(start(text, io, 'inherit'))
}

/** A running text that reads what `write` is given. */
export interface Reader {
  /** Throws EPIPE once nobody reads any more. */
  write(text: string): void
  /** Ends its input and resolves to its exit code. */
  end(): Promise<number>
}

/** Starts a text in the user's shell that reads a command's output. `gone` is called when it reads no more. */
export function startReader(text: string, io: Io, gone: () => void): Reader {
  const child = start(text, io, 'pipe')
  let open = true
  const close = () => {
    open = false
    gone()
  }
  const code = ended(child).finally(close)
  child.stdin!.on('error', close)
  return {
    write: text => {
      if (!open) throw Object.assign(new Error('broken pipe'), { code: 'EPIPE' })
      child.stdin!.write(text)
    },
    end() {
      child.stdin!.end()
      return code
    },
  }
}

function start(text: string, io: Io, stdin: 'inherit' | 'pipe'): ChildProcess {
  const out = io.tty ? 'inherit' : 'pipe'
  const [program, args] = process.platform === 'win32' ? ['cmd', ['/d', '/s', '/c', text]] : ['sh', ['-c', text]]
  const child = spawn(program, args, { cwd: io.cwd, env: io.env, stdio: [io.tty ? stdin : 'pipe', out, out] })
  child.stdout?.setEncoding('utf8').on('data', io.stdout)
  child.stderr?.setEncoding('utf8').on('data', io.stderr)
  if (!io.tty && stdin === 'inherit') child.stdin!.end()
  return child
}

const ended = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => resolve(code ?? 130))
  })
