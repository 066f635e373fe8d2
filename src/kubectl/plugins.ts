import { spawn } from 'node:child_process'
import { accessSync, constants, readdirSync, statSync } from 'node:fs'
import { constants as system } from 'node:os'
import { basename, delimiter, join } from 'node:path'
import type { Io } from './command.ts'
import { PROGRAM } from './globals.ts'

/** Programs on the PATH whose names begin so are commands. kubectl's own plugins are left alone: they want a real cluster. */
export const PREFIX = `${PROGRAM}-`

/** Paths of all plugins, in the order of the PATH. */
export function findPlugins({ env }: Io): string[] {
  const folders = [...new Set((env['PATH'] ?? '').split(delimiter).filter(Boolean))]
  return folders.flatMap(folder =>
    namesIn(folder)
      .filter(name => name.startsWith(PREFIX) && name.length > PREFIX.length)
      .map(name => join(folder, name)),
  )
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/**
 * Runs the plugin with the longest name that the words make (`a b` is `kubesim-a-b`, dashes within a word are `_`).
 * Resolves to its exit code; undefined when there is none. Upstream: kubectl pkg/cmd HandlePluginCommand.
 */
export async function runPlugin(argv: readonly string[], io: Io): Promise<number | undefined> {
  const end = argv.findIndex(word => !/^[\w.][\w.-]*$/.test(word))
  const words = (end < 0 ? argv : argv.slice(0, end)).map(word => word.replaceAll('-', '_'))
  const plugins = words.length ? findPlugins(io) : []
  for (let count = words.length; count > 0; count--) {
    const name = PREFIX + words.slice(0, count).join('-')
    const found = plugins.find(path => basename(path) === name && isExecutable(path))
    if (found) return start(found, argv.slice(count), io)
  }
  return undefined
}

function start(path: string, args: readonly string[], io: Io): Promise<number> {
  return new Promise(resolve => {
    // At the prompt the keyboard is somebody else's.
    const stdin = io.signal ? 'ignore' : 'inherit'
    const child = spawn(path, args, { cwd: io.cwd, env: io.env, stdio: [stdin, 'pipe', 'pipe'], signal: io.signal })
    child.stdout!.setEncoding('utf8').on('data', io.stdout)
    child.stderr!.setEncoding('utf8').on('data', io.stderr)
    child.on('error', error => {
      io.stderr(`error: ${error.message}\n`)
      resolve(1)
    })
    child.on('close', (code, signal) => resolve(code ?? 128 + (signal ? system.signals[signal] : 0)))
  })
}
