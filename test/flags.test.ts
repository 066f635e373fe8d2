import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EXAMPLES, FILES, UNREAD, MORE, SETUP } from './flags.ts'
import type { Command, Flag, Flags, Io } from '../src/kubectl/command.ts'
import { commands } from '../src/kubectl/commands/index.ts'
import { main } from '../src/main.ts'

/**
 * No flag is parsed and does nothing: every flag of every command is given once, in a run that must look at it. A copy of all flags
 * (`{ ...flags }`) counts for the flags of the copy only when they are read there, which the proxy goes on to see.
 */

/** Whole commands that are refused by name. */
const REFUSED = /does not simulate/

const folder = mkdtempSync(join(tmpdir(), 'kubesim-'))
let home = folder
let count = 0
let seen = new Set<string>()

function watched(flags: Flags): Flags {
  return new Proxy(flags, {
    get(target, name) {
      if (typeof name === 'string') seen.add(name)
      return target[name as string]
    },
  })
}

async function kubesim(argv: readonly string[]): Promise<string> {
  let stderr = ''
  const io: Io = {
    stdout: () => {},
    stderr: text => void (stderr += text),
    stdin: async () => Buffer.from(''),
    env: {
      PATH: `${folder}:${process.env['PATH']}`,
      KUBESIM_HOME: home,
      KUBESIM_CLOCK: 'virtual',
      EDITOR: `sed -i 's/a: "1"/a: "2"/'`,
    },
    cwd: folder,
    tty: false,
    signal: AbortSignal.timeout(1000),
  }
  await main(argv, io)
  return stderr
}

interface Leaf {
  path: string
  command: Command
}

async function leaves(): Promise<Leaf[]> {
  const all = await Promise.all(Object.values(commands).map(load => load()))
  const descend = (command: Command, path: string): Leaf[] => [
    ...(command.run ? [{ path, command }] : []),
    ...(command.commands ?? []).flatMap(each => descend(each, `${path} ${each.name}`)),
  ]
  return all.flatMap(command => descend(command, command.name))
}

beforeAll(async () => {
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text)
  for (const line of SETUP) await kubesim(line.split(' '))
  for (const { command } of await leaves()) {
    const { run, local } = command
    command.run = (ctx, args, flags) => run!.call(command, ctx, args, watched(flags))
    if (local) command.local = (args, flags) => local.call(command, args, watched(flags))
  }
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A value that a flag can have. */
function value({ type, values }: Flag): string {
  if (values?.[0] !== undefined) return values[0]
  return { bool: 'true', int: '1', duration: '1s', string: 'x', strings: 'x', array: 'x' }[type]
}

test('every flag of every command is looked at when it is given', async () => {
  const unread: string[] = []
  for (const { path, command } of await leaves()) {
    for (const flag of command.flags ?? []) {
      if (UNREAD[`${path} --${flag.name}`] ?? UNREAD[`--${flag.name}`]) continue
      const more = MORE[`${path} --${flag.name}`] ?? MORE[`--${flag.name}`]
      seen = new Set()
      restore()
      const given = more?.startsWith('+ ') ? more.slice(2).split(' ') : [`--${flag.name}=${value(flag)}`]
      const line = more && !more.startsWith('+ ') ? `${path} ${more}`.split(' ') : example(path, ...given)
      const stderr = await kubesim(line.map(word => word.replace('#', ' ')))
      if (!seen.has(flag.name) && !REFUSED.test(stderr)) unread.push(`${line.join(' ')}: ${stderr.split('\n')[0]}`)
    }
  }
  expect(unread, 'a new command needs an example in flags.ts').toEqual([])
}, 300_000)

/** A home of its own for the next command, with the cluster as it was after the set-up. */
function restore(): void {
  home = join(folder, `home-${++count}`)
  mkdirSync(home)
  copyFileSync(join(folder, 'default.db'), join(home, 'default.db'))
}

/** The command with arguments that make sense, flags before a `--`. */
function example(path: string, ...flags: string[]): string[] {
  const [before, after] = (EXAMPLES[path] ?? '').split(' -- ')
  const words = (text: string | undefined) => text?.split(' ').filter(Boolean) ?? []
  return [...path.split(' '), ...words(before), ...flags, ...(after ? ['--', ...words(after)] : [])]
}
