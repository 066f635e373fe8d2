import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { FailedError, type Io } from '../kubectl/command.ts'
import { PROGRAM } from '../kubectl/globals.ts'
import type { Runner } from './runner.ts'

/** Words that mean something at the prompt only. */
export const BUILTINS: Record<string, (runner: Runner, args: string[], io: Io) => void> = {
  exit: leave,
  quit: leave,
  clear: (_runner, _args, io) => io.stdout('\x1b[H\x1b[2J\x1b[3J'),
  history: ({ history: { lines } }, _args, io) => {
    for (let i = lines.length - 1; i >= 0; i--) io.stdout(`${String(lines.length - i).padStart(5)}  ${lines[i]}\n`)
  },
  cd: (runner, args) => {
    const folder = resolve(runner.cwd, args[0] ?? runner.home)
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
      throw new FailedError(`there is no folder ${folder}`)
    runner.cwd = folder
  },
}

function leave(runner: Runner): void {
  runner.left = true
}

export const HELP = `
At this prompt:
  get pods                     A command, without the leading word (with it, and as kubectl, it works too)
  get pods | grep web          The output of a command, read by programs of your own shell; > FILE and >> FILE too
  apply -f - <<END             Lines up to END as standard input; < FILE too
  get pods; get svc            One after the other; with && only if the first went well, with || only if it did not
  !vi web.yaml                 A line for your own shell, in which kubectl is ${PROGRAM}
  cd FOLDER, history, clear    As in a shell
  exit, quit, Ctrl-D           Leave; the cluster stays in its file

TAB completes commands, flags, kinds and names. Ctrl-C ends a command that goes on, such as get pods -w.
`
