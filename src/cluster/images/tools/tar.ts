import { pack, type TarEntry, unpack } from '../../../lib/tar.ts'
import { FOLDER_MARK } from '../files.ts'
import { resolvePath, type Tool, type Use } from '../shell/world.ts'
import { options } from './options.ts'

const TAKES = ['f', 'file', 'C', 'directory']

/** tar without compression: c, x and t, with f, C and v; owners, modes and times are not kept. What kubectl cp runs. */
export const tar: Tool = use => {
  const [first = '', ...rest] = use.args
  const { flags, values, words } = options([/^[a-zA-Z]+$/.test(first) ? `-${first}` : first, ...rest], TAKES)
  const mode = ['c', 'x', 't'].filter(letter => flags.has(letter))
  const gnu = use.world.userland === 'debian'
  for (const zip of ['z', 'j', 'J']) if (flags.has(zip)) return fail(use, 'compression is not simulated by kubesim', 1)
  if (mode.length !== 1) {
    const text = gnu
      ? `You must specify one of the '-Acdtrux', '--delete' or '--test-label' options`
      : 'no tar operation was given: use one of c, x, t'
    return fail(use, text, gnu ? 2 : 1)
  }
  const folder = resolvePath(use.cwd, values['C'] ?? values['directory'] ?? '.')
  if (!use.world.files.list(folder)) {
    const name = values['C'] ?? values['directory'] ?? '.'
    const why = use.world.files.read(folder) === undefined ? 'No such file or directory' : 'Not a directory'
    if (!gnu) return fail(use, `can't change directory to '${name}': ${why}`, 1)
    use.io.err(`${use.name}: ${name}: Cannot open: ${why}\n`)
    return fail(use, 'Error is not recoverable: exiting now', 2)
  }
  const file = values['f'] ?? values['file'] ?? '-'
  if (mode[0] === 'c') return create(use, words, folder, file, flags.has('v'))
  const archive = file === '-' ? use.io.input.text : use.world.files.read(resolvePath(use.cwd, file))
  if (archive === undefined) return fail(use, `${file}: Cannot open: No such file or directory`, gnu ? 2 : 1)
  const entries = unpack(archive)
  if (!entries) return fail(use, gnu ? 'This does not look like a tar archive' : 'invalid tar magic', gnu ? 2 : 1)
  const chosen = entries.filter(
    ({ path }) => !words.length || words.some(word => path === word || path.startsWith(`${word}/`)),
  )
  return mode[0] === 't' ? list(use, chosen) : extract(use, chosen, folder, flags.has('v'))
}

function fail(use: Use, text: string, code: number): number {
  use.io.err(`${use.name}: ${text}\n`)
  return code
}

const shown = ({ path, content, other }: TarEntry) => (content === undefined && !other ? `${path}/` : path)

function list(use: Use, entries: TarEntry[]): number {
  for (const entry of entries) use.io.out(`${shown(entry)}\n`)
  return 0
}

function create(use: Use, words: string[], folder: string, file: string, verbose: boolean): number {
  const gnu = use.world.userland === 'debian'
  if (!words.length) {
    return fail(use, gnu ? 'Cowardly refusing to create an empty archive' : 'empty archive', gnu ? 2 : 1)
  }
  const entries: TarEntry[] = []
  let missing = false
  if (words.some(word => word.startsWith('/'))) {
    use.io.err(`${use.name}: ${gnu ? 'Removing leading `/' : "removing leading '/"}' from member names\n`)
  }
  for (const word of words) {
    const found = members(use, resolvePath(folder, word), word.replace(/^\/+/, '').replace(/\/+$/, '') || '.')
    entries.push(...found)
    if (found.length) continue
    missing = true
    use.io.err(`${use.name}: ${word}: ${gnu ? 'Cannot stat: ' : ''}No such file or directory\n`)
  }
  if (verbose) for (const entry of entries) (file === '-' ? use.io.err : use.io.out)(`${shown(entry)}\n`)
  const archive = pack(entries, Math.floor(use.world.now / 1000))
  if (file === '-') use.io.out(archive)
  else if (!use.world.files.write(resolvePath(use.cwd, file), archive)) {
    return fail(use, `${file}: Cannot open: Read-only file system`, gnu ? 2 : 1)
  }
  if (!missing) return 0
  return gnu
    ? fail(use, 'Exiting with failure status due to previous errors', 2)
    : fail(use, 'error exit delayed from previous errors', 1)
}

/** What is at a path, and below it; nothing when nothing is there. */
function members(use: Use, path: string, name: string): TarEntry[] {
  const { files } = use.world
  const names = files.list(path)
  if (!names) {
    const content = files.read(path)
    return content === undefined ? [] : [{ path: name, content }]
  }
  const below = path === '/' ? '' : path
  return [{ path: name }, ...names.flatMap(each => members(use, `${below}/${each}`, `${name}/${each}`))]
}

function extract(use: Use, entries: TarEntry[], folder: string, verbose: boolean): number {
  const { files, userland } = use.world
  let code = 0
  const cannot = (path: string, why: string) => {
    const text = userland === 'debian' ? `${path}: Cannot open: ${why}` : `can't open '${path}': ${why}`
    code = fail(use, text, userland === 'debian' ? 2 : 1)
  }
  for (const { path, content, other } of entries) {
    if (verbose) use.io.out(`${shown({ path, content, other })}\n`)
    const place = resolvePath(folder, path.replace(/^\/+/, ''))
    if (path.split('/').includes('..')) cannot(path, "Member name contains '..'")
    else if (other) cannot(path, 'Only files and folders are simulated by kubesim')
    else if (content !== undefined && files.list(place)) cannot(path, 'Is a directory')
    else if (content === undefined && files.list(place)) continue
    else if (!files.write(content === undefined ? `${place}/${FOLDER_MARK}` : place, content ?? '')) {
      cannot(path, 'Read-only file system')
    }
  }
  if (code && userland === 'debian') fail(use, 'Exiting with failure status due to previous errors', 2)
  return code
}
