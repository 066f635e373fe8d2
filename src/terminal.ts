import { writeSync } from 'node:fs'
import type { Io } from './kubectl/command.ts'

/**
 * The process's own terminal. Writes go straight to the file descriptors: creating process.stdout costs more than most
 * commands do. A closed pipe (`| head`) throws EPIPE out of the command.
 */
export function terminal(process: NodeJS.Process): Io {
  return {
    stdout: text => write(1, text),
    stderr: text => write(2, text),
    async stdin() {
      const chunks: Buffer[] = []
      for await (const chunk of process.stdin) chunks.push(chunk)
      return Buffer.concat(chunks)
    },
    env: process.env,
    get cwd() {
      return process.cwd()
    },
    get columns() {
      return process.stdout.columns
    },
    get tty() {
      return process.stdout.isTTY ?? false
    },
    get keyboard() {
      return process.stdin.isTTY ?? false
    },
    get console() {
      const { stdin: input, stdout: output } = process
      return input.isTTY && output.isTTY ? { input, output } : undefined
    },
  }
}

function write(fd: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at)
    } catch (error) {
      // A reader that is slower than we are has made its pipe non-blocking.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)
    }
  }
}
