import { arithmetic } from './arithmetic.ts'
import { Leave } from './leave.ts'
import { parseShell } from './parse.ts'
import { printf } from './printf.ts'
import type { Shell } from './shell.ts'
import { test } from './test-command.ts'
import { takeLine } from './typed-input.ts'
import { pass, resolvePath, type Streams, Suspended } from './world.ts'

export type Builtin = (shell: Shell, args: string[], io: Streams, last: boolean) => number

const number = (text: string | undefined, otherwise: number) => (text && /^\d+$/.test(text) ? Number(text) : otherwise)

function source(shell: Shell, args: string[], io: Streams): number {
  const text = shell.world.files.read(resolvePath(shell.cwd, args[0] ?? ''))
  if (text === undefined) {
    shell.complain(`.: can't open '${args[0] ?? ''}': No such file or directory`)
    return 2
  }
  try {
    return shell.run(parseShell(text), io)
  } catch (leave) {
    if (leave instanceof Leave && leave.kind === 'return') return leave.value
    throw leave
  }
}

function setOptions(shell: Shell, args: string[]): number {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    if (arg === '--' || !/^[-+]/.test(arg)) {
      shell.positional = args.slice(arg === '--' ? i + 1 : i)
      return 0
    }
    const change = (option: string) => (arg[0] === '-' ? shell.options.add(option) : shell.options.delete(option))
    for (const letter of arg.slice(1)) {
      if (letter === 'o') change(LONG_OPTIONS[args[++i] ?? ''] ?? args[i] ?? '')
      else change(letter)
    }
  }
  return 0
}

const LONG_OPTIONS: Record<string, string> = { errexit: 'e', nounset: 'u', xtrace: 'x' }

function read(shell: Shell, args: string[], io: Streams): number {
  const names = args.filter(arg => !arg.startsWith('-'))
  const line = takeLine(io.input)
  if (line === undefined) return 1
  const words = line.trim().split(/[ \t]+/)
  const targets = names.length ? names : ['REPLY']
  targets.forEach((name, i) => {
    shell.assign(name, i === targets.length - 1 ? words.slice(i).join(' ') : (words[i] ?? ''))
  })
  return 0
}

function declare(shell: Shell, args: string[], mark: boolean): number {
  for (const arg of args) {
    if (arg.startsWith('-')) continue
    const equals = arg.indexOf('=')
    const name = equals < 0 ? arg : arg.slice(0, equals)
    if (equals >= 0) shell.assign(name, arg.slice(equals + 1))
    if (mark) shell.exported.add(name)
  }
  return 0
}

function type(shell: Shell, args: string[], io: Streams): number {
  const name = args.at(-1) ?? ''
  const known = name in BUILTINS || shell.functions.has(name) ? name : path(shell, name)
  if (!known) return 127
  io.out(`${known}\n`)
  return 0
}

function path(shell: Shell, name: string): string | undefined {
  return ['/bin', '/usr/bin', '/usr/local/bin', '/sbin', '/usr/sbin']
    .find(folder => shell.world.files.list(folder)?.includes(name))
    ?.concat('/', name)
}

function judge(shell: Shell, args: string[]): number {
  try {
    return test(args, shell.world.files, shell.cwd)
  } catch (error) {
    shell.complain((error as Error).message)
    return 2
  }
}

/** Waits for the background jobs; for ever if one of them does not end. */
function wait(shell: Shell): number {
  const end = Math.max(shell.world.now, ...shell.jobs.splice(0))
  if (end === Number.POSITIVE_INFINITY) throw new Suspended(end)
  pass(shell.world, end - shell.world.now)
  return 0
}

export const BUILTINS: Record<string, Builtin> = {
  ':': () => 0,
  true: () => 0,
  false: () => 1,
  echo: (_, args, io) => {
    let plain = true
    let newline = true
    let first = 0
    for (; /^-[neE]+$/.test(args[first] ?? ''); first++) {
      if (args[first]!.includes('n')) newline = false
      if (args[first]!.includes('e')) plain = false
    }
    const text = args.slice(first).join(' ')
    io.out((plain ? text : printf([text.replace(/%/g, '%%')])) + (newline ? '\n' : ''))
    return 0
  },
  printf: (_, args, io) => {
    io.out(printf(args[0] === '--' ? args.slice(1) : args))
    return 0
  },
  cd: (shell, args) => {
    const path = resolvePath(shell.cwd, args[0] ?? shell.value('HOME') ?? '/root')
    if (!shell.world.files.list(path)) {
      shell.complain(`cd: can't cd to ${args[0]}: No such file or directory`)
      return 2
    }
    shell.cwd = path
    return 0
  },
  pwd: (shell, _, io) => {
    io.out(`${shell.cwd}\n`)
    return 0
  },
  test: judge,
  '[': (shell, args) => judge(shell, args.slice(0, -1)),
  '[[': (shell, args) => judge(shell, args.slice(0, -1)),
  exit: (shell, args) => {
    throw new Leave('exit', number(args[0], shell.status) & 255)
  },
  return: (shell, args) => {
    throw new Leave('return', number(args[0], shell.status))
  },
  break: (_, args) => {
    throw new Leave('break', number(args[0], 1))
  },
  continue: (_, args) => {
    throw new Leave('continue', number(args[0], 1))
  },
  export: (shell, args) => declare(shell, args, true),
  local: (shell, args) => declare(shell, args, false),
  declare: (shell, args) => declare(shell, args, false),
  readonly: (shell, args) => declare(shell, args, false),
  unset: (shell, args) => {
    for (const name of args) {
      shell.variables.delete(name)
      shell.exported.delete(name)
      shell.functions.delete(name)
    }
    return 0
  },
  set: setOptions,
  shift: (shell, args) => {
    shell.positional = shell.positional.slice(number(args[0], 1))
    return 0
  },
  eval: (shell, args, io, last) => shell.run(parseShell(args.join(' ')), io, last),
  '.': source,
  source,
  read,
  let: (shell, args) => {
    const values = args.map(arg => arithmetic(arg, name => shell.value(name) ?? '', shell.assign.bind(shell)))
    return values.at(-1) ? 0 : 1
  },
  trap: (shell, args) => {
    const [action = '', ...signals] = args
    for (const signal of signals) shell.traps.set(SIGNALS[signal] ?? signal.replace(/^SIG/, ''), action)
    return 0
  },
  type,
  command: (shell, args, io, last) => {
    if (args[0] === '-v' || args[0] === '-V') return type(shell, args.slice(1), io)
    return args.length ? shell.invoke(args, io, last) : 0
  },
  wait,
  umask: () => 0,
  ulimit: (_, __, io) => {
    io.out('unlimited\n')
    return 0
  },
  exec: (shell, args, io) => {
    if (!args.length) return 0
    throw new Leave('exit', shell.invoke(args, io, true))
  },
}

const SIGNALS: Record<string, string> = { '0': 'EXIT', '1': 'HUP', '2': 'INT', '3': 'QUIT', '15': 'TERM' }
