import { homedir } from 'node:os'
import { join } from 'node:path'
import { version } from '../../package.json'
import { painter } from '../kubectl/colours.ts'
import type { Io } from '../kubectl/command.ts'
import { connection } from '../kubectl/connection.ts'
import { outcome } from '../kubectl/errors.ts'
import { allFlags, PROGRAM } from '../kubectl/globals.ts'
import { parse } from '../kubectl/parse/parse.ts'
import type { Connect } from '../kubectl/run.ts'
import { Home } from '../session/home.ts'
import { History } from './history.ts'
import { Keyboard, type ReadOptions } from './keyboard.ts'
import { Prompt } from './prompt.ts'
import { Runner } from './runner.ts'
import { complete } from './complete.ts'
import { joined, missing } from './words.ts'
import { BUILTINS } from './builtins.ts'

/**
 * The prompt: reads lines from the terminal and runs them until `exit` or Ctrl-D. `flags` (`--state x.db`, `--context shop`)
 * go with every command. Resolves to the exit code; never throws.
 */
export async function openShell(flags: readonly string[], io: Io, connect: Connect): Promise<number> {
  try {
    return await shell(flags, io, connect)
  } catch (error) {
    const { text, code } = outcome(error)
    io.stderr(text)
    return code
  }
}

async function shell(flags: readonly string[], io: Io, connect: Connect): Promise<number> {
  const { flags: parsed } = await parse(flags, allFlags([]), PROGRAM)
  const where = connection({ name: PROGRAM, summary: '' }, parsed, io)
  const { input, output } = io.console!
  const keyboard = new Keyboard(input, output)
  const history = new History(join(new Home(io.env).folder, 'history'))
  const home = io.env['HOME'] || homedir()
  const runner = new Runner({ io, flags, connect, keyboard, history, home })
  const prompt = new Prompt(where, parsed['namespace'], io, await painter(io))
  io.stdout(`${PROGRAM} ${version}, a Kubernetes in one file. help lists the commands, TAB completes, Ctrl-D leaves.\n`)

  const around = { home, own: Object.keys(BUILTINS), ask: (words: string[]) => runner.candidates(words) }

  while (!runner.left) {
    const line = await wholeLine(keyboard, io, {
      prompt: await prompt.text(connect),
      history: history.lines,
      complete: text => complete(text, { ...around, cwd: runner.cwd }),
    })
    if (line === undefined) break
    history.add(line)
    await runner.run(line)
  }
  return 0
}

/** A line with all that belongs to it; empty when the user thought better of it, undefined when there will be no more. */
async function wholeLine(keyboard: Keyboard, io: Io, options: ReadOptions): Promise<string | undefined> {
  let text: string | undefined
  do {
    const read = await keyboard.readLine(text === undefined ? options : { prompt: '> ' })
    if (read === 'interrupt') return ''
    if (read === 'end') {
      io.stdout('\n')
      if (text !== undefined) io.stderr(`error: ${missing(text)} is missing\n`)
      return text === undefined ? undefined : ''
    }
    text = text === undefined ? read.line : joined(text, read.line)
  } while (missing(text))
  return text
}
