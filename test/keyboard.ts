import { PassThrough } from 'node:stream'
import type { Io } from '../src/kubectl/command.ts'
import { main } from '../src/main.ts'

/** A terminal with somebody at it, for commands that talk with him. `home`: where the cluster is, and the working folder. */
export function keyboard(home: string) {
  const env = { KUBESIM_HOME: home, KUBESIM_CLOCK: 'virtual' }

  /** What is to be seen on the screen when these lines are typed, and the exit code. */
  return async (argv: string[], ...typed: string[]): Promise<{ code: number; screen: string }> => {
    let screen = ''
    const say = (text: string) => void (screen += text)
    const input = new PassThrough()
    const output = new PassThrough().on('data', say)
    const console = { input, output } as unknown as Io['console']
    const stdin = async () => Buffer.alloc(0)
    const io: Io = { stdout: say, stderr: say, stdin, env, cwd: home, tty: true, keyboard: true, console }
    input.end(typed.map(line => `${line}\n`).join(''))
    const code = await main(argv, io)
    return { code, screen }
  }
}
