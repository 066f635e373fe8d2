import type { Ms } from '../../lib/time.ts'
import type { Exit, Running } from './image.ts'
import { imageOf } from './index.ts'
import { baseName, programKind } from './program.ts'
import { Shell } from './shell/shell.ts'
import { Suspended, type World, resolvePath } from './shell/world.ts'
import { isBuiltinProgram, runTool } from './tools/index.ts'

/** Commands of a script that are followed in one look; a longer one is looked at again where it stopped. */
const MAX_STEPS = 50_000

/** The world of a process inside a container. `serve`: the image's own program has been started; how it ends, if it does. */
export function makeWorld(
  running: Running,
  mainCommand: string[],
  span: { now: Ms; until: Ms; out(text: string): void; err(text: string): void },
  serve: (argv: string[]) => Exit | undefined,
): World {
  const { image } = imageOf(running.container.image ?? '')
  const world: World = {
    running,
    files: running.files,
    userland: image.userland,
    now: span.now,
    until: span.until,
    steps: MAX_STEPS,
    mainCommand,
    console: { input: { text: '' }, out: span.out, err: span.err },
    has: name => programKind(name, image) !== 'missing',
    start: (argv, io, { env, cwd }, last) => {
      const name = baseName(argv[0]!)
      const kind = programKind(argv[0]!, image)
      if (kind === 'tool') {
        if (isBuiltinProgram(name)) return new Shell(world, 'sh', env, io).invoke([name, ...argv.slice(1)], io)
        return runTool(name, { name, args: argv.slice(1), io, env, cwd, world })
      }
      // A file with a path of its own is taken for a shell script.
      const script = argv[0]!.includes('/') ? running.files.read(resolvePath(cwd, argv[0]!)) : undefined
      if (script !== undefined) return new Shell(world, name, env, io).invoke(['sh', ...argv], io, last)
      if (kind === 'missing') return undefined

      const answer = image.exec?.(argv, { ...running, files: running.files, now: world.now, env }, io.input.text)
      if (answer) {
        io.out(answer.stdout)
        io.err(answer.stderr)
        return answer.code
      }
      // Of an image nobody knows, the last program of a script is the server; those before it prepare.
      if (!last && !image.programs.includes(name)) return 0
      const exit = serve(argv)
      const end = exit ? world.now + exit.afterMs : Number.POSITIVE_INFINITY
      if (end > world.until || !exit) throw new Suspended(end)
      world.now = end
      return exit.code
    },
  }
  return world
}
