import type { Container } from '../../lib/objects.ts'
import type { Image } from './image.ts'
import { imageOf } from './index.ts'
import { programNames } from './tools/index.ts'

/** The argument vector of a container's main process: `command` replaces ENTRYPOINT and CMD, `args` replace CMD. */
export function mainCommand(container: Container, image: Image, env: () => Record<string, string>): string[] {
  const command = container.command?.length ? container.command : (image.entrypoint ?? [])
  const args = container.args?.length ? container.args : container.command?.length ? [] : (image.cmd ?? [])
  return [...command, ...args].map(word => (word.includes('$(') ? substitute(word, env()) : word))
}

/** `$(NAME)` in command, args and env values; `$$(NAME)` stays `$(NAME)`, unknown names stay as they are. */
export function substitute(text: string, env: Record<string, string | undefined>): string {
  return text.replace(/\$\$|\$\(([^)]*)\)/g, (all, name: string | undefined) =>
    name === undefined ? '$' : (env[name] ?? all),
  )
}

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** What a name means in an image: its own program, a standard tool (or shell), or nothing. */
export function programKind(name: string, image: Image): 'own' | 'tool' | 'missing' {
  const base = baseName(name)
  if (image.programs.includes(base)) return 'own'
  if (standardPrograms(image).has(base)) return 'tool'
  return image.programs.includes('*') ? 'own' : 'missing'
}

const standard = new WeakMap<Image, Set<string>>()

export function standardPrograms(image: Image): Set<string> {
  let names = standard.get(image)
  if (!names) standard.set(image, (names = programNames(image.userland, image.tools ?? [])))
  return names
}

/** True when the argument vector starts the image's own program, without a script around it. */
export function startsOwn(argv: string[], container: Container, image: Image): boolean {
  // Arguments without a program are options of the image's own.
  const bare = !container.command?.length && !image.entrypoint?.length && (!argv.length || argv[0]!.startsWith('-'))
  return bare ? image.programs.length > 0 : programKind(argv[0] ?? '', image) === 'own'
}

/** Why the main process cannot be started, in the runtime's words; undefined when it can. */
export function startError(container: Container, mounted: (path: string) => boolean): string | undefined {
  const { image } = imageOf(container.image ?? '')
  const argv = mainCommand(container, image, () => ({}))
  const name = argv[0] ?? ''
  if (startsOwn(argv, container, image) || programKind(name, image) !== 'missing' || mounted(name)) return undefined
  const create = 'OCI runtime create failed: runc create failed: unable to start container process: '
  const task = 'failed to create containerd task: failed to create shim task: '
  return `${task}${create}error during container init: exec: ${notFoundText(name)}`
}

/** `"foo": executable file not found in $PATH`, `"/x/foo": stat /x/foo: no such file or directory`. */
export function notFoundText(name: string): string {
  const why = name.includes('/') ? `stat ${name}: no such file or directory` : 'executable file not found in $PATH'
  return `${JSON.stringify(name)}: ${why}`
}
