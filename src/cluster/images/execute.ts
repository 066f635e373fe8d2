import type { Ms } from '../../lib/time.ts'
import type { ExecResult, Running } from './image.ts'
import { imageOf } from './index.ts'
import { baseName, mainCommand, notFoundText, programKind } from './program.ts'
import { follow } from './process.ts'
import { Shell } from './shell/shell.ts'
import { Suspended } from './shell/world.ts'
import { makeWorld } from './inside.ts'

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
/** A command is followed this far along the cluster's clock. */
const LIMIT: Ms = 24 * 3_600_000

export interface Execution extends ExecResult {
  /** How long it took. Absent: it does not end by itself, or not within a day. */
  ms?: Ms
}

/** Why a command cannot be started in a running container, in the runtime's words; undefined when it can. */
export function execError(running: Running, name: string): string | undefined {
  const { image } = imageOf(running.container.image ?? '')
  // Which programs the image of a nobody has, nobody knows: only the standard ones are there for exec.
  const unknown = image.programs.includes('*') && programKind(name, image) === 'own'
  if (programKind(name, image) !== 'missing' && !unknown) return undefined
  if (name.includes('/') && running.files.read(name) !== undefined) return undefined
  return `OCI runtime exec failed: exec failed: unable to start container process: exec: ${notFoundText(name)}: unknown`
}

/** Runs a command in a running container, as `kubectl exec` does. `terminate` sends SIGTERM to the main process. */
export function execute(running: Running, argv: string[], stdin: string, terminate?: () => void): Execution {
  const { image } = imageOf(running.container.image ?? '')
  const result: Execution = { stdout: '', stderr: '', code: 0 }
  const main = mainCommand(running.container, image, () => running.env)
  const span = {
    now: running.now,
    until: running.now + LIMIT,
    out: (text: string) => (result.stdout += text),
    err: (text: string) => (result.stderr += text),
  }
  // The files that the main process has written by now.
  follow(running, running.now)
  const world = makeWorld(running, main, span, () => ({ afterMs: 0, code: 0 }))
  world.console.input.text = stdin
  world.terminate = terminate
  const shell = new Shell(world, baseName(argv[0] ?? ''), { PATH, HOME: '/root', ...running.env }, world.console)
  try {
    result.code = shell.invoke(argv, world.console, true)
    result.ms = world.now - running.now
  } catch (suspended) {
    if (!(suspended instanceof Suspended)) throw suspended
    result.code = 137
  }
  return result
}
