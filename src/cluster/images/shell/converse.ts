import { Leave } from './leave.ts'
import { parseShell } from './parse.ts'
import type { Shell } from './shell.ts'
import { type Script, ShellSyntaxError } from './syntax.ts'
import type { Input, Streams } from './world.ts'

const UNFINISHED = /unexpected end of file|unexpected EOF|unterminated|end of file unexpected/i

/** A shell whose commands come line by line, from somebody at a terminal or through a pipe. Answers its exit code. */
export function converse(shell: Shell, io: Streams, line: NonNullable<Input['line']>): number {
  let begun = ''
  for (;;) {
    const next = line(begun ? '> ' : prompt(shell))
    if (next === undefined) {
      if (io.input.terminal) io.err(shell.name === 'bash' ? 'exit\n' : '\n')
      return shell.status
    }
    const script = parsed(begun + next)
    if (script === 'unfinished') {
      begun += `${next}\n`
      continue
    }
    begun = ''
    if (typeof script === 'string') {
      io.err(`${shell.name}: ${script}\n`)
      shell.status = 2
      continue
    }
    try {
      shell.run(script, io)
    } catch (leave) {
      if (!(leave instanceof Leave)) throw leave
      if (leave.kind === 'exit') return leave.value
    }
  }
}

/** What it says when it waits for a line. */
function prompt({ name, cwd, world }: Shell): string {
  if (name === 'bash') return `root@${world.files.read('/etc/hostname')?.trim() ?? ''}:${cwd}# `
  return world.userland === 'debian' ? '# ' : `${cwd} # `
}

/** The commands of a text, or what is wrong with it. */
function parsed(text: string): Script | string {
  try {
    return parseShell(text)
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error
    return UNFINISHED.test(error.message) ? 'unfinished' : error.message
  }
}
