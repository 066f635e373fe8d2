import type { Ms } from '../../../lib/time.ts'
import { converse } from './converse.ts'
import { parseShell } from './parse.ts'
import { Shell } from './shell.ts'
import { ShellSyntaxError } from './syntax.ts'
import { resolvePath, type Streams, Suspended } from './world.ts'

/** Programs that start other programs. `argv` begins with the name. */
type Wrapper = (shell: Shell, argv: string[], io: Streams, last: boolean, env: Record<string, string>) => number

/** `sh -c SCRIPT [NAME ARG...]`, `sh FILE`, `sh < script`. */
const runShell: Wrapper = (outer, argv, io, last, env) => {
  const name = argv[0]!.slice(argv[0]!.lastIndexOf('/') + 1)
  let at = 1
  let command = false
  const options = new Set<string>()
  for (; /^[-+]/.test(argv[at] ?? ''); at++) {
    if (argv[at] === '-o') options.add(argv[++at] ?? '')
    else
      for (const letter of argv[at]!.replace(/^--\w+|^-/, '')) letter === 'c' ? (command = true) : options.add(letter)
  }
  const given = argv[at]
  const { line } = io.input
  if (line && !command && given === undefined) {
    const shell = new Shell(outer.world, name, env, io)
    shell.cwd = outer.cwd
    return converse(shell, io, prompt => line.call(io.input, prompt))
  }
  const text = command
    ? given
    : given === undefined
      ? io.input.text
      : outer.world.files.read(resolvePath(outer.cwd, given))
  if (command && given === undefined) {
    io.err(`${name}: -c requires an argument\n`)
    return 2
  }
  if (text === undefined) {
    io.err(`${name}: can't open '${given}': No such file or directory\n`)
    return 2
  }
  const shell = new Shell(outer.world, command ? (argv[at + 1] ?? name) : name, env, io)
  shell.cwd = outer.cwd
  shell.positional = argv.slice(command ? at + 2 : at + 1)
  for (const option of options) shell.options.add(option)
  try {
    return shell.main(parseShell(text), io, last)
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error
    io.err(`${name}: ${error.message}\n`)
    return 2
  } finally {
    for (const [signal, action] of shell.traps) outer.traps.set(signal, action)
  }
}

/** Starts what stands after its own options; `values` are options that take a word. */
const prefix =
  (values: string[] = [], positional = 0): Wrapper =>
  (shell, argv, io, last, env) => {
    let at = 1
    for (; (argv[at] ?? '').startsWith('-'); at++) {
      if (argv[at] === '--') {
        at++
        break
      }
      if (values.includes(argv[at]!)) at++
    }
    at += positional
    return at < argv.length ? shell.invoke(argv.slice(at), io, last, env) : 0
  }

const runEnv: Wrapper = (shell, argv, io, last, env) => {
  let at = 1
  for (; (argv[at] ?? '').startsWith('-'); at++) if (argv[at] === '-u') at++
  const extra: Record<string, string> = {}
  for (let equals: number; (equals = (argv[at] ?? '').indexOf('=')) > 0; at++) {
    extra[argv[at]!.slice(0, equals)] = argv[at]!.slice(equals + 1)
  }
  if (at < argv.length) return shell.invoke(argv.slice(at), io, last, { ...env, ...extra })
  io.out(
    Object.entries({ ...env, ...extra })
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  )
  return 0
}

const UNITS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `1.5`, `2m`, `infinity`, as sleep(1) takes it. Undefined: no such text. */
export function sleepTime(text: string): Ms | undefined {
  if (/^inf(inity)?$/.test(text)) return Number.POSITIVE_INFINITY
  const match = /^(\d+(?:\.\d*)?|\.\d+)([smhd]?)$/.exec(text)
  return match ? Math.round(Number(match[1]) * UNITS[match[2] || 's']!) : undefined
}

/** Ends what it runs when its time is over, with 124 (busybox: 143). */
const timeout: Wrapper = (shell, argv, io, last, env) => {
  let at = 1
  for (; (argv[at] ?? '').startsWith('-'); at++) if (['-s', '-k', '-t'].includes(argv[at]!)) at++
  const limit = sleepTime(argv[at] ?? '')
  if (limit === undefined) {
    io.err(`timeout: invalid time interval '${argv[at] ?? ''}'\n`)
    return 125
  }
  const end = shell.world.now + limit
  try {
    const code = shell.invoke(argv.slice(at + 1), io, last, env)
    if (shell.world.now <= end) return code
  } catch (suspended) {
    if (!(suspended instanceof Suspended) || suspended.lookAt <= end || end > shell.world.until) throw suspended
  }
  shell.world.now = end
  return 124
}

const xargs: Wrapper = (shell, argv, io, last, env) => {
  const words = io.input.text.split(/\s+/).filter(Boolean)
  io.input.text = ''
  const at = argv.findIndex((arg, i) => i > 0 && !arg.startsWith('-') && !['-n', '-I', '-P'].includes(argv[i - 1]!))
  const command = at < 0 ? ['echo'] : argv.slice(at)
  const each = argv.includes('-n') || argv.includes('-I')
  const marker = argv.includes('-I') ? argv[argv.indexOf('-I') + 1]! : undefined
  const runs = each ? words.map(word => [word]) : [words]
  let code = 0
  for (const run of runs) {
    const filled = marker ? command.map(arg => arg.replaceAll(marker, run[0]!)) : [...command, ...run]
    code = shell.invoke(filled, io, last, env) ? 123 : code
  }
  return code
}

/** The entrypoint of curl's image: arguments that are no command are curl's. */
const curlEntrypoint: Wrapper = (shell, [, ...args], io, last, env) => {
  const first = args[0] ?? '-'
  const argv = first.startsWith('-') || !shell.world.has(first) ? ['curl', ...args] : args
  return shell.invoke(argv, io, last, env)
}

export const WRAPPERS: Record<string, Wrapper> = {
  sh: runShell,
  bash: runShell,
  ash: runShell,
  dash: runShell,
  env: runEnv,
  timeout,
  xargs,
  busybox: prefix(),
  nohup: prefix(),
  time: prefix(),
  nice: prefix(['-n']),
  stdbuf: prefix(),
  setsid: prefix(),
  tini: prefix(),
  'dumb-init': prefix(),
  'docker-entrypoint.sh': prefix(),
  'entrypoint.sh': curlEntrypoint,
  gosu: prefix([], 1),
  'su-exec': prefix([], 1),
}
